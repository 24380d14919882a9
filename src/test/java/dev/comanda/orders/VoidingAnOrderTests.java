package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoidingAnOrderTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"PASE","quantity":1},
         {"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    private final String key = Till.newKey();
    private Answer order;
    private String id = "";

    @BeforeEach
    void sale() {
        shop.sells("LATTE", 5500, 1600, 10L);
        shop.sells("PASE", 18000, 1600, null);
        order = till.place(key, ORDER);
        id = order.json().path("id").asString();
    }

    @Test
    void the_stock_returns_and_the_number_stays() {
        Answer voided = till.voidOrder(id, Till.newKey(), "{\"reason\":\"se cayó\"}");

        assertThat(voided.status()).as(voided.text()).isEqualTo(200);
        assertThat(voided.json().path("status").asString()).isEqualTo("voided");
        assertThat(voided.json().path("voidReason").asString()).isEqualTo("se cayó");
        assertThat(voided.json().path("voidedBy")).isEqualTo(order.json().path("placedBy"));
        assertThat(voided.json().path("voidedAt").asString()).endsWith("Z");
        assertThat(voided.json().path("version").asInt()).isEqualTo(2);
        for (String member : List.of("id", "receiptNumber", "lines", "total", "tenders", "key")) {
            assertThat(voided.json().path(member)).isEqualTo(order.json().path(member));
        }
        assertThat(shop.stock("LATTE")).isEqualTo(10);
        assertThat(shop.lastReceipt("R1")).isEqualTo(1);
        assertThat(till.byId(id).text()).isEqualTo(voided.text());
        assertThat(till.byKey(key).text()).isEqualTo(voided.text());
        assertThat(till.place(Till.newKey(), ORDER).json().path("receiptNumber").asString())
                .isEqualTo("R1-000002");
    }

    @Test
    void the_sales_key_still_gives_its_first_answer() {
        till.voidOrder(id, Till.newKey());

        Answer again = till.place(key, ORDER);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(order.text());
        assertThat(shop.stock("LATTE")).isEqualTo(10);
    }

    @Test
    void a_repeated_void_gets_the_first_answer() {
        String voiding = Till.newKey();
        Answer first = till.voidOrder(id, voiding);

        Answer again = till.voidOrder(id, voiding, "{ \"reason\" : \"mistake\" }");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(till.voidOrder(id, voiding, "{\"reason\":\"other\"}").problem())
                .isEqualTo("422 idempotency-key-reused");
        assertThat(shop.stock("LATTE")).isEqualTo(10);
    }

    @Test
    void a_voided_order_is_not_voided_again() {
        Answer first = till.voidOrder(id, Till.newKey(), "{\"reason\":\"se cayó\"}");
        Map<String, String> before = shop.everything();

        Answer second = till.voidOrder(id, Till.newKey());

        assertThat(second.problem()).isEqualTo("409 already-voided");
        for (String member : List.of("voidedAt", "voidedBy", "voidReason")) {
            assertThat(second.json().path(member)).isEqualTo(first.json().path(member));
        }
        assertThat(shop.everything()).isEqualTo(before);
    }

    @Test
    void twenty_voids_at_once_return_the_stock_once() {
        List<Answer> answers = Together.all(20, _ -> till.voidOrder(id, Till.newKey()));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200)
                .map(Answer::problem)).hasSize(19).containsOnly("409 already-voided");
        assertThat(shop.stock("LATTE")).isEqualTo(10);
    }

    @Test
    void twenty_copies_of_one_void_are_one_void() {
        String voiding = Till.newKey();

        List<Answer> answers = Together.all(20, _ -> till.voidOrder(id, voiding));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(answers.stream().filter(Answer::replayed)).hasSize(19);
        assertThat(shop.stock("LATTE")).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\"\"}", "{\"reason\":null}", "{\"reason\":7}",
            "{\"reason\":\"a\\u0000b\"}", "{\"reason\":\"x\",\"stock\":\"wasted\"}", "", "[]"})
    void a_void_has_a_reason_and_nothing_else(String body) {
        refused("400 validation", till.voidOrder(id, Till.newKey(), body));
        refused("400 validation", till.voidOrder(id, Till.newKey(),
                "{\"reason\":\"" + "x".repeat(201) + "\"}"));
    }

    @Test
    void a_void_has_a_key_of_its_own() {
        refused("400 idempotency-key-missing",
                till.post("/api/orders/" + id + "/void", "{\"reason\":\"mistake\"}"));
        refused("422 idempotency-key-reused", till.voidOrder(id, key));
        assertThat(till.voidOrder(id, "void-1").status()).isEqualTo(200);
        assertThat(till.place("void-1", ORDER).problem()).isEqualTo("422 idempotency-key-reused");
        assertThat(till.byKey("void-1").json().path("status").asString()).isEqualTo("voided");
        assertThat(till.byKey("void-1").json().path("key").asString()).isEqualTo(key);
    }

    @Test
    void what_is_not_there_is_not_voided() {
        refused("404 not-found",
                till.voidOrder("00000000-0000-7000-8000-000000000000", Till.newKey()));
        refused("404 not-found", open(Shop.MEXICAN).till().voidOrder(id, Till.newKey()));
        refused("400 validation", till.voidOrder("R1-000001", Till.newKey()));
    }

    @Test
    void stock_that_is_no_longer_counted_is_not_counted_by_a_void() {
        shop.jdbc().sql("""
            UPDATE products SET stock = NULL, version = version + 1
             WHERE location_id = ? AND sku = 'LATTE'
            """).params(shop.id()).update();

        assertThat(till.voidOrder(id, Till.newKey()).status()).isEqualTo(200);
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM stock_movements WHERE location_id = ? AND kind = 'void'
            """).params(shop.id()).query(Long.class).single()).isZero();
    }

    private void refused(String problem, Answer answer) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        assertThat(till.byId(id).text()).isEqualTo(order.text());
        assertThat(shop.stock("LATTE")).isEqualTo(7);
    }
}
