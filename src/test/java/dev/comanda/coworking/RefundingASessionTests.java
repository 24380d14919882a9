package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.doctor.Doctor;
import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The order that closed a session is refunded as any order; the session stays as it was paid. */
class RefundingASessionTests extends InARoom {

    private static final String BY_CARD = """
        {"register":"R1","tip":{"amount":700},"tenders":[{"method":"card"}]}""";
    private static final String PASSES = "/api/coworking/passes/";

    private String session = "";

    /** 70 minutes at 87.00, two lattes at 55.00. */
    @BeforeEach
    void guest() {
        session = opened("M4");
        act(session, "extras", "{\"sku\":\"LATTE\",\"quantity\":2}");
        earlier(session, 70);
    }

    @AfterEach
    void the_doctor_finds_nothing() throws SQLException {
        try (Connection books = connection()) {
            assertThat(Doctor.examineThoroughly(books).findings())
                    .noneMatch(finding -> finding.location().equals(shop.code()));
        }
    }

    private String paid() {
        Answer paid = act(session, "checkout", BY_CARD);
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        return paid.json().path("id").asString();
    }

    private Answer refund(String order, String what) {
        return till.post("/api/orders/" + order + "/refunds",
                "{\"register\":\"R1\",\"reason\":\"frío\"," + what + "}", "Idempotency-Key",
                Till.newKey());
    }

    private static String lines(String... lines) {
        return "\"lines\":[" + String.join(",", lines) + "]";
    }

    private static String line(int number, int quantity) {
        return "{\"line\":" + number + ",\"quantity\":" + quantity + "}";
    }

    @Test
    void all_of_it_goes_back_and_the_session_stays_closed() {
        String order = paid();
        String closed = find(session).text();

        Answer back = refund(order, lines(line(1, 1), line(2, 2)) + ",\"tip\":700");

        assertThat(back.status()).as(back.text()).isEqualTo(201);
        assertThat(back.json().path("total").asLong()).isEqualTo(8700 + 11000 + 700);
        JsonNode now = till.byId(order).json();
        assertThat(now.path("refunded")).isEqualTo(now.path("total"));
        assertThat(now.path("charge").path("amount").asLong()).isEqualTo(8700);
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
        assertThat(find(session).text()).isEqualTo(closed);
        assertThat(events(session).getLast()).isEqualTo("session.closed " + closed);
        assertThat(refund(order, lines(line(1, 1))).problem()).isEqualTo("409 not-refundable");
        assertThat(opened("M4")).isNotEqualTo(session);
    }

    @Test
    void an_extra_alone_goes_back_to_the_shelf_or_is_wasted() {
        String order = paid();

        Answer back = refund(order, lines(line(2, 1)));
        Answer wasted = refund(order,
                lines("{\"line\":2,\"quantity\":1,\"stock\":\"waste\"}"));

        assertThat(List.of(back.json().path("total").asLong(),
                wasted.json().path("total").asLong())).containsExactly(5500L, 5500L);
        assertThat(shop.stock("LATTE")).isEqualTo(999);
        assertThat(find(session).json().path("extras").path(0).path("quantity").asInt())
                .isEqualTo(2);
        assertThat(refund(order, lines(line(2, 1))).json().path("items").toString())
                .contains("\"left\":0");
        assertThat(refund(order, lines(line(1, 1))).json().path("total").asLong())
                .isEqualTo(8700);
    }

    @Test
    void the_time_alone_goes_back_and_moves_no_stock() {
        String order = paid();
        long movements = shop.count("stock_movements");

        Answer back = refund(order, lines(line(1, 1)));

        assertThat(back.json().path("lines").path(0).path("sku").asString())
                .isEqualTo("COWORKING");
        assertThat(back.json().path("total").asLong()).isEqualTo(8700);
        assertThat(shop.count("stock_movements")).isEqualTo(movements);
        assertThat(shop.stock("LATTE")).isEqualTo(998);
    }

    @Test
    void what_a_pass_paid_for_stays_used_until_the_order_is_voided() {
        String pass = soldPass();
        String withPass = BY_CARD.replaceFirst("}$", ",\"passes\":[\"" + pass + "\"]}");
        String order = act(session, "checkout", withPass).json().path("id").asString();

        Answer back = refund(order, lines(line(1, 1)));

        assertThat(back.json().path("total").asLong()).as(back.text()).isEqualTo(5800);
        assertThat(left(pass)).isZero();
        assertThat(till.voidOrder(order, Till.newKey()).problem())
                .isEqualTo("409 not-refundable");
        assertThat(refund(pass.substring(0, 36), lines(line(1, 1))).json().path("why")
                .asString()).isEqualTo("pass-used");

        session = opened("M5");
        earlier(session, 30);
        String other = soldPass();
        String covered = act(session, "checkout", withPass.replace(pass, other)).json()
                .path("id").asString();
        assertThat(left(other)).isEqualTo(30);
        till.voidOrder(covered, Till.newKey());
        assertThat(left(other)).isEqualTo(60);
    }

    private String soldPass() {
        String sku = "P-" + Till.newKey();
        shop.sells(sku, 40_000, 1600, null);
        till.post("/api/coworking/pass-terms", """
            {"sku":"%s","unit":"minutes","amount":60,"validDays":30,"counted":"from-purchase"}
            """.formatted(sku));
        return till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],"tenders":[{"method":"card"}]}
            """.formatted(sku)).json().path("id").asString() + ".1.1";
    }

    private int left(String pass) {
        return till.get(PASSES + pass).json().path("left").asInt();
    }

    @Test
    void a_bill_that_was_opened_again_is_refunded_as_it_was_paid_in_the_end() {
        String first = paid();
        till.voidOrder(first, Till.newKey());
        remove(session, extra(find(session), 0));
        String second = paid();

        assertThat(refund(first, lines(line(1, 1))).json().path("why").asString())
                .isEqualTo("voided");
        assertThat(refund(second, lines(line(1, 1)) + ",\"tip\":700").json().path("total")
                .asLong()).isEqualTo(9400);
        Map<String, String> before = shop.everything();
        for (String deed : List.of("finish", "cancel", "corrections")) {
            assertThat(act(session, deed, switch (deed) {
                case "finish" -> "";
                case "cancel" -> "{\"reason\":\"error\"}";
                default -> "{\"amount\":0,\"reason\":\"error\"}";
            }).problem()).as(deed).isEqualTo("409 session-not-active");
        }
        assertThat(till.voidOrder(second, Till.newKey()).problem())
                .isEqualTo("409 not-refundable");
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
    }

    @Test
    void of_a_void_and_refunds_that_come_at_once_one_side_wins() {
        for (int round = 0; round < 4; round++) {
            String order = paid();
            List<Answer> answers = Together.all(4, i -> i == 0
                    ? till.voidOrder(order, Till.newKey())
                    : refund(order, lines(line(1, 1))));

            boolean voided = answers.getFirst().status() == 200;
            assertThat(answers.stream().filter(answer -> answer.status() < 300)).hasSize(1);
            assertThat(find(session).json().path("status").asString())
                    .isEqualTo(voided ? "awaiting-payment" : "closed");
            session = voided ? session : opened("M5");
        }
    }
}
