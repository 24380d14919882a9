package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a till can cause and what a shop can mend: nothing happened, and the key is still good. */
class RefusingAnOrderTests extends InAShop {

    private static final String TWO = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"CAKE","quantity":1}],
         "tenders":[{"method":"cash","received":20000}],"expectedTotal":15000}
        """;

    private final String key = Till.newKey();

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 2L);
        shop.sells("CAKE", 4000, 0, 1L);
    }

    @Test
    void what_is_short_is_named_and_sells_after_a_restock() {
        Answer answer = refused("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"CAKE","quantity":4},
             {"sku":"LATTE","quantity":3}],"tenders":[{"method":"card"}]}
            """, "409 out-of-stock");

        assertThat(answer.json().path("items")).isEqualTo(JsonMapper.shared().readTree("""
            [{"sku":"CAKE","asked":4,"available":1},{"sku":"LATTE","asked":5,"available":2}]
            """));
        shop.restock("LATTE", 3);
        shop.restock("CAKE", 3);
        sellsNow("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"CAKE","quantity":4},
             {"sku":"LATTE","quantity":3}],"tenders":[{"method":"card"}]}
            """);
    }

    /** Whichever product is locked first, in three of four carts it is not the scarce one. */
    @Test
    void what_was_taken_before_the_shortage_was_met_is_given_back() {
        shop.sells("TEA", 3000, 0, 1L);
        shop.sells("PIE", 3000, 0, 1L);
        for (String scarce : List.of("LATTE", "CAKE", "TEA", "PIE")) {
            Answer answer = refused("""
                {"register":"R1","lines":[
                 {"sku":"LATTE","quantity":1},{"sku":"CAKE","quantity":1},
                 {"sku":"TEA","quantity":1},{"sku":"PIE","quantity":1},{"sku":"%s","quantity":99}],
                 "tenders":[{"method":"card"}]}
                """.formatted(scarce), "409 out-of-stock");
            assertThat(answer.json().path("items")).hasSize(1);
            assertThat(answer.json().at("/items/0/sku").asString()).isEqualTo(scarce);
        }
    }

    @Test
    void another_total_than_on_the_screen_is_refused_with_the_quote() {
        shop.reprice("LATTE", 5800);

        Answer answer = refused(TWO, "409 price-changed");

        assertThat(answer.json().path("expectedTotal").asLong()).isEqualTo(15000);
        assertThat(answer.json().path("quote")).isEqualTo(till.quote("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"CAKE","quantity":1}]}
            """).json());
        assertThat(answer.json().at("/quote/total").asLong()).isEqualTo(15600);
        sellsNow(TWO.replace("15000", "15600"));
    }

    @Test
    void tenders_that_do_not_add_up_are_refused_with_both_sums() {
        mismatch("[{\"method\":\"card\",\"amount\":14999}]", 14999);
        mismatch("[{\"method\":\"card\",\"amount\":15001}]", 15001);
        mismatch("[{\"method\":\"cash\",\"received\":14999}]", 14999);
        mismatch("[{\"method\":\"cash\",\"amount\":15000,\"received\":14999}]", 15000);
        mismatch("[{\"method\":\"card\",\"amount\":15000},{\"method\":\"cash\"}]", 15000);
        mismatch("""
            [{"method":"card","amount":9000},{"method":"account","amount":6001}]""", 15001);
        mismatch("[{\"method\":\"card\"},{\"method\":\"cash\",\"received\":20000}]", 20000);
        mismatch("""
            [{"method":"card","amount":999999999999},{"method":"card","amount":999999999999}]""",
                1_999_999_999_998L);
        sellsNow(TWO);
    }

    @Test
    void a_discount_larger_than_what_it_applies_to_is_refused() {
        Answer lines = refused("""
            {"register":"R1","lines":[{"sku":"CAKE","quantity":1},
             {"sku":"LATTE","quantity":1,"discount":{"amount":5501}}],
             "tenders":[{"method":"card"}]}
            """, "422 discount-too-large");
        assertThat(lines.json().path("items")).isEqualTo(JsonMapper.shared().readTree("""
            [{"pointer":"/lines/1/discount","discount":5501,"of":5500}]
            """));
        Answer order = refused("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],
             "discount":{"amount":999999999999},"tenders":[{"method":"card"}]}
            """, "422 discount-too-large");
        assertThat(order.json().path("items")).isEqualTo(JsonMapper.shared().readTree("""
            [{"pointer":"/discount","discount":999999999999,"of":5500}]
            """));
        sellsNow("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1,"discount":{"amount":5500}}]}
            """);
    }

    @Test
    void a_register_that_is_not_open_here_sells_nothing() {
        refused(TWO.replace("R1", "R9"), "422 unknown-register");
        refused(TWO.replace("R1", "r1"), "422 unknown-register");
        shop.jdbc().sql("UPDATE registers SET active = false WHERE location_id = ? AND code = 'R1'")
                .params(shop.id()).update();

        Answer answer = refused(TWO, "422 unknown-register");

        assertThat(answer.json().path("register").asString()).isEqualTo("R1");
        shop.jdbc().sql("UPDATE registers SET active = true WHERE location_id = ?")
                .params(shop.id()).update();
        sellsNow(TWO);
    }

    @Test
    void every_product_that_is_not_sold_here_is_named() {
        shop.jdbc().sql("UPDATE products SET active = false WHERE location_id = ? AND sku = 'CAKE'")
                .params(shop.id()).update();

        Answer answer = refused("""
            {"register":"R1","lines":[{"sku":"CAKE","quantity":1},{"sku":"LATTE","quantity":1},
             {"sku":"latte","quantity":1}],"tenders":[{"method":"card"}]}
            """, "422 unknown-product");

        assertThat(answer.json().path("items")).isEqualTo(JsonMapper.shared().readTree("""
            [{"line":1,"sku":"CAKE"},{"line":3,"sku":"latte"}]
            """));
        shop.jdbc().sql("UPDATE products SET active = true WHERE location_id = ?")
                .params(shop.id()).update();
        sellsNow(TWO);
    }

    @Test
    void a_quote_is_refused_as_its_sale_would_be() {
        String lines = "\"lines\":[{\"sku\":\"LATTE\",\"quantity\":1}]";

        assertThat(till.quote("{\"register\":\"R9\"," + lines + "}").problem())
                .isEqualTo("422 unknown-register");
        assertThat(till.quote("{\"register\":\"R1\"," + lines.replace("LATTE", "TEA") + "}")
                .problem()).isEqualTo("422 unknown-product");
        assertThat(till.quote("{\"register\":\"R1\"," + lines + ",\"discount\":{\"amount\":9999}}")
                .problem()).isEqualTo("422 discount-too-large");
        assertThat(till.quote(TWO).problem()).isEqualTo("400 validation"); // a quote has no tenders
    }

    @Test
    void refusals_leave_no_gap_in_the_receipt_numbers() {
        sellsNow("""
            {"register":"R1","lines":[{"sku":"CAKE","quantity":1}],"tenders":[{"method":"card"}]}
            """);
        String second = Till.newKey();
        assertThat(till.place(second, TWO).problem()).isEqualTo("409 out-of-stock");
        shop.restock("CAKE", 1);

        assertThat(till.place(second, TWO).json().path("receiptNumber").asString())
                .isEqualTo("R1-000002");
    }

    @Test
    void the_sentence_is_the_cashiers() {
        Answer answer = till.post("/api/orders", TWO.replace("\"quantity\":1", "\"quantity\":9")
                .replace("15000", "47000").replace("20000", "50000"),
                "Idempotency-Key", key, "Accept-Language", "es-MX");

        assertThat(answer.problem()).isEqualTo("409 out-of-stock");
        assertThat(answer.json().path("title").asString()).isEqualTo("Sin existencias");
    }

    private void mismatch(String tenders, long tendered) {
        Answer answer = refused("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":2},{"sku":"CAKE","quantity":1}],
             "tenders":%s}
            """.formatted(tenders), "422 tenders-mismatch");
        assertThat(answer.json().path("due").asLong()).as(tenders).isEqualTo(15000);
        assertThat(answer.json().path("tendered").asLong()).as(tenders).isEqualTo(tendered);
    }

    private Answer refused(String order, String problem) {
        Map<String, String> before = shop.everything();
        Answer answer = till.place(key, order);
        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(till.byKey(key).problem()).isEqualTo("404 not-found");
        return answer;
    }

    private void sellsNow(String order) {
        Answer answer = till.place(key, order.contains("tenders")
                ? order
                : order.replaceFirst("}\\s*$", ",\"tenders\":[]}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.replayed()).isFalse();
    }
}
