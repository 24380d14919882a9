package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PayingForASessionTests extends InARoom {

    private static final String BY_CARD = """
        {"register":"R1","tenders":[{"method":"card"}]}""";

    private final String key = Till.newKey();
    private String session = "";

    @BeforeEach
    void guest() {
        session = opened("M4");
    }

    private Answer pay(String key, String body) {
        return act(till, key, session, "checkout", body);
    }

    private Answer quote(String body) {
        return till.post(SESSIONS + "/" + session + "/checkout/quote", body);
    }

    @Test
    void the_order_has_the_time_first_and_then_the_extras_as_they_were_added() {
        addLatte(session);
        shop.reprice("LATTE", 9900);
        act(session, "extras", "{\"sku\":\"COPIA\",\"quantity\":3}");
        earlier(session, 70);

        Answer paid = pay(key, """
            {"register":"R2","tip":{"amount":1000},"note":"sin factura",
             "tenders":[{"method":"cash","received":20000}]}""");

        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(paid.json().path("lines").toString()).isEqualTo("""
            [{"sku":"COWORKING","name":"Coworking por hora (70 min)","quantity":1,\
            "unitPrice":8700,"discount":0,"orderDiscount":0,"taxRateBp":1600,"tax":1200,\
            "total":8700},{"sku":"LATTE","name":"LATTE","quantity":1,"unitPrice":5500,\
            "discount":0,"orderDiscount":0,"taxRateBp":1600,"tax":759,"total":5500},\
            {"sku":"COPIA","name":"COPIA","quantity":3,"unitPrice":150,"discount":0,\
            "orderDiscount":0,"taxRateBp":1600,"tax":62,"total":450}]""");
        assertThat(paid.json().path("total").asLong()).isEqualTo(15650);
        assertThat(paid.json().path("receiptNumber").asString()).isEqualTo("R2-000001");
        assertThat(paid.json().path("customerName").asString()).isEqualTo("Ana");
        assertThat(paid.json().path("sessionId").asString()).isEqualTo(session);
        assertThat(shop.stock("LATTE")).isEqualTo(999);
        assertThat(till.byId(paid.json().path("id").asString()).text()).isEqualTo(paid.text());
    }

    @Test
    void the_ticket_explains_the_time() {
        clock(TEN);
        String other = opened("M2");
        clock(TEN.plus(Duration.ofMinutes(100)));

        Answer paid = act(other, "checkout", BY_CARD);

        assertThat(paid.json().path("charge").path("amount").asLong()).isEqualTo(11600);
        assertThat(paid.json().path("charge").path("minutes").asLong()).isEqualTo(100);
        assertThat(values(paid.json().path("charge").path("lines").path(0).path("parts"), "kind"))
                .containsExactly("first", "later");
        assertThat(paid.json().path("charge").path("lines").path(0).path("parts").path(1)
                .path("count").asInt()).isEqualTo(2);
    }

    @Test
    void the_session_is_closed_and_its_seat_free() {
        Answer paid = pay(key, BY_CARD);

        Answer closed = find(session);
        assertThat(closed.json().path("status").asString()).isEqualTo("closed");
        assertThat(closed.json().path("orderId")).isEqualTo(paid.json().path("id"));
        assertThat(closed.json().path("charge")).isEqualTo(paid.json().path("charge"));
        assertThat(closed.json().path("endedBy")).isEqualTo(closed.json().path("openedBy"));
        assertThat(closed.json().path("version").asInt()).isEqualTo(2);
        assertTold("session.closed", closed);
        assertThat(opened("M4")).isNotEqualTo(session);
    }

    @Test
    void a_quote_says_what_checkout_charges_and_keeps_nothing() {
        addLatte(session);
        earlier(session, 70);
        Map<String, String> before = shop.everything();
        String wish = "{\"register\":\"R1\",\"discount\":{\"amount\":500},"
                + "\"tip\":{\"percentBp\":1000}}";

        Answer quote = quote(wish);

        assertThat(quote.status()).as(quote.text()).isEqualTo(200);
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(quote.json().path("sessionId").asString()).isEqualTo(session);
        Answer paid = pay(key, wish.replaceFirst("}$", ",\"tenders\":[{\"method\":\"card\"}]}"));
        for (String member : List.of("lines", "charge", "subtotal", "discount", "tax", "tip",
                "total", "currency")) {
            assertThat(quote.json().path(member)).as(member)
                    .isEqualTo(paid.json().path(member));
        }
        assertThat(quote(wish).problem()).isEqualTo("409 session-not-active");
    }

    @Test
    void twice_is_the_same_order_byte_for_byte() {
        earlier(session, 70);
        Answer first = pay(key, BY_CARD);

        assertThat(pay(key, BY_CARD).text()).isEqualTo(first.text());
        assertThat(pay(key, BY_CARD).replayed()).isTrue();
        assertThat(till.byKey(key).text()).isEqualTo(first.text());
        assertThat(pay(key, BY_CARD.replace("R1", "R2")).problem())
                .isEqualTo("422 idempotency-key-reused");
        Answer other = pay(Till.newKey(), BY_CARD);
        assertThat(other.problem()).isEqualTo("409 session-not-active");
        assertThat(other.json().path("orderId")).isEqualTo(first.json().path("id"));
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void many_counters_close_at_once_and_one_order_is_written() {
        List<Answer> answers = Together.all(12, i -> pay(i < 6 ? key : Till.newKey(), BY_CARD));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)
                .map(Answer::text).distinct()).hasSize(1);
        assertThat(answers).allMatch(answer -> answer.status() == 201
                || answer.problem().equals("409 session-not-active"));
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void another_total_than_the_one_on_the_screen_is_refused_with_the_quote() {
        earlier(session, 70);

        Answer refused = pay(key, BY_CARD.replaceFirst("}$", ",\"expectedTotal\":5800}"));

        assertThat(refused.problem()).isEqualTo("409 price-changed");
        assertThat(refused.json().path("quote").path("total").asLong()).isEqualTo(8700);
        assertThat(pay(key, BY_CARD.replaceFirst("}$", ",\"expectedTotal\":8700}")).status())
                .isEqualTo(201);
    }

    @Test
    void what_no_order_could_be_leaves_the_session_open() {
        String before = find(session).text();
        Map<String, String> everything = shop.everything();

        assertThat(pay(key, BY_CARD.replace("R1", "R9")).problem())
                .isEqualTo("422 unknown-register");
        assertThat(pay(key, "{\"register\":\"R1\"}").problem())
                .isEqualTo("422 tenders-mismatch");
        assertThat(pay(key, BY_CARD.replaceFirst("}$", ",\"discount\":{\"amount\":99999}}"))
                .problem()).isEqualTo("422 discount-too-large");
        assertThat(till.post(SESSIONS + "/" + session + "/checkout", BY_CARD).problem())
                .isEqualTo("400 idempotency-key-missing");
        assertThat(act(till, key, "0199f3d0-1c22-7b6e-9a41-5d6e7f8091a2", "checkout", BY_CARD)
                .problem()).isEqualTo("404 not-found");

        assertThat(find(session).text()).isEqualTo(before);
        assertThat(shop.everything()).isEqualTo(everything);
    }

    @Test
    void a_large_discount_needs_a_manager() {
        Till cashier = shop.till("cashier");
        String half = BY_CARD.replaceFirst("}$", ",\"discount\":{\"percentBp\":5000}}");

        assertThat(quote("{\"register\":\"R1\",\"discount\":{\"percentBp\":5000}}").json()
                .path("approvals").toString()).isEqualTo("[\"discount\"]");
        assertThat(act(cashier, key, session, "checkout", half).problem())
                .isEqualTo("403 approval-required");
        assertThat(find(session).json().path("status").asString()).isEqualTo("active");
        assertThat(pay(key, half).json().path("total").asLong()).isEqualTo(2900);
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM audit_entries WHERE location_id = ? AND action = 'approve'
            """).params(shop.id()).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void nothing_to_pay_is_an_order_too() {
        Answer paid = pay(key,
                "{\"register\":\"R1\",\"discount\":{\"percentBp\":10000},\"tenders\":[]}");

        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(paid.json().path("total").asLong()).isZero();
        assertThat(find(session).json().path("status").asString()).isEqualTo("closed");
    }

    @Test
    void each_tariff_is_a_line() {
        earlier(session, 30);
        act(session, "move", "{\"seat\":\"G1\",\"tariff\":\"room\"}");

        Answer paid = pay(key, BY_CARD);

        assertThat(values(paid.json().path("lines"), "name"))
                .containsExactly("Coworking por hora (30 min)", "Sala (0 min)");
        assertThat(paid.json().path("total").asLong()).isEqualTo(25800);
    }

    @Test
    void a_stopped_clock_is_charged_as_it_stopped() {
        earlier(session, 60);
        Answer finished = act(till, key, session, "finish", "");

        assertThat(finished.status()).as(finished.text()).isEqualTo(200);
        assertThat(finished.json().path("status").asString()).isEqualTo("awaiting-payment");
        assertThat(finished.json().path("charge").path("amount").asLong()).isEqualTo(5800);
        assertTold("session.finished", finished);
        assertThat(act(till, key, session, "finish", "").text()).isEqualTo(finished.text());
        assertThat(act(session, "finish", "").problem()).isEqualTo("409 session-not-active");
        assertThat(act(session, "people", "{\"people\":2}").problem())
                .isEqualTo("409 session-not-active");
        assertThat(opened("M4")).isNotEqualTo(session);
        assertThat(addLatte(session).status()).isEqualTo(201);

        Answer paid = pay(Till.newKey(), BY_CARD);
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(paid.json().path("total").asLong()).isEqualTo(11300);
        assertThat(find(session).json().path("endedAt"))
                .isEqualTo(finished.json().path("endedAt"));
    }

    @Test
    void a_void_opens_the_bill_again() {
        addLatte(session);
        earlier(session, 70);
        Answer paid = pay(key, BY_CARD);

        Answer voided = till.voidOrder(paid.json().path("id").asString(), Till.newKey());

        assertThat(voided.json().path("status").asString()).isEqualTo("voided");
        assertThat(voided.json().path("charge")).isEqualTo(paid.json().path("charge"));
        Answer reopened = find(session);
        assertThat(reopened.json().path("status").asString()).isEqualTo("awaiting-payment");
        assertThat(reopened.json().has("orderId")).isFalse();
        assertTold("session.reopened", reopened);
        assertThat(shop.stock("LATTE")).isEqualTo(999);
        remove(session, extra(reopened, 0));
        assertThat(shop.stock("LATTE")).isEqualTo(1000);

        Answer again = pay(Till.newKey(), BY_CARD);
        assertThat(again.json().path("total").asLong()).isEqualTo(8700);
        assertThat(till.voidOrder(paid.json().path("id").asString(), Till.newKey()).problem())
                .isEqualTo("409 already-voided");
        assertThat(find(session).json().path("orderId")).isEqualTo(again.json().path("id"));
    }

    @Test
    void a_voided_session_that_is_cancelled_gives_its_stock_back_once() {
        addLatte(session);
        Answer paid = pay(key, BY_CARD);
        till.voidOrder(paid.json().path("id").asString(), Till.newKey());

        assertThat(act(session, "cancel", "{\"reason\":\"invitación\"}").status()).isEqualTo(200);

        assertThat(shop.stock("LATTE")).isEqualTo(1000);
    }
}
