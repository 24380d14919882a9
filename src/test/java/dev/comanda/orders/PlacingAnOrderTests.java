package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PlacingAnOrderTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":2},
         {"sku":"CROISSANT","quantity":1,"discount":{"percentBp":1000}}],
         "discount":{"amount":500},"tip":{"percentBp":1000},
         "tenders":[{"method":"cash","received":20000}],
         "expectedTotal":15950,"customerName":"Ana","note":"sin azúcar"}
        """;

    private static final String ANSWER = """
        {"id":"","key":"","receiptNumber":"R1-000001","status":"paid","placedAt":"",\
        "placedBy":"","register":"R1","currency":"MXN","pricesIncludeTax":true,"lines":[\
        {"sku":"LATTE","name":"LATTE","quantity":2,"unitPrice":5500,"discount":0,\
        "orderDiscount":367,"taxRateBp":1600,"tax":1467,"total":11000},\
        {"sku":"CROISSANT","name":"CROISSANT","quantity":1,"unitPrice":4444,"discount":444,\
        "orderDiscount":133,"taxRateBp":1600,"tax":533,"total":4000}],\
        "subtotal":15000,"discount":500,"tax":2000,"tip":1450,"total":15950,\
        "tenders":[{"method":"cash","amount":15950,"received":20000,"change":4050}],\
        "customerName":"Ana","note":"sin azúcar","version":1}""";

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 40L);
        shop.sells("CROISSANT", 4444, 1600, 10L);
        shop.sells("PASE", 18000, 1600, null);
    }

    @Test
    void a_sale_is_answered_as_the_contract_shows_it() {
        String key = Till.newKey();

        Answer answer = till.place(key, ORDER);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        JsonNode order = answer.json();
        assertThat(order.at("/id").asString()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}");
        assertThat(order.at("/placedAt").asString()).matches("\\d{4}-.*T.*\\.\\d{3}Z");
        String fixed = answer.text().replace(" : ", ":").replace(", ", ",")
                .replaceAll("\"(id|key|placedAt|placedBy)\":\"[^\"]*\"", "\"$1\":\"\"");
        assertThat(fixed).isEqualTo(ANSWER);
        assertThat(order.at("/key").asString()).isEqualTo(key);
    }

    @Test
    void a_sale_takes_its_stock_and_is_announced_with_its_own_answer() {
        Answer answer = till.place(Till.newKey(), ORDER);

        assertThat(shop.stock("LATTE")).isEqualTo(38);
        assertThat(shop.stock("CROISSANT")).isEqualTo(9);
        assertThat(shop.jdbc().sql("""
            SELECT topic || ' ' || type || ' ' || data FROM all_events WHERE location_id = ?
            """).params(shop.id()).query(String.class).list())
                .containsExactly("orders order.placed " + answer.text());
    }

    @Test
    void a_product_named_twice_adds_up() {
        Answer answer = till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":30},{"sku":"LATTE","quantity":10}],
             "tenders":[{"method":"card"}]}
            """);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("lines")).hasSize(2);
        assertThat(shop.stock("LATTE")).isZero();
    }

    @Test
    void what_is_not_counted_never_runs_out() {
        assertThat(till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"PASE","quantity":9999}],"tenders":[{"method":"card"}]}
            """).status()).isEqualTo(201);
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM stock_movements WHERE location_id = ? AND kind = 'sale'
            """).params(shop.id()).query(Long.class).single()).isZero();
    }

    @Test
    void what_may_be_oversold_goes_below_zero() {
        shop.jdbc().sql("""
            UPDATE products SET oversell_allowed = true WHERE location_id = ? AND sku = 'LATTE'
            """).params(shop.id()).update();

        assertThat(till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":41}],"tenders":[{"method":"card"}]}
            """).status()).isEqualTo(201);
        assertThat(shop.stock("LATTE")).isEqualTo(-1);
    }

    @Test
    void each_register_counts_its_own_receipts() {
        String[] numbers = new String[3];
        for (int i = 0; i < 3; i++) {
            numbers[i] = till.place(Till.newKey(), """
                {"register":"R%d","lines":[{"sku":"PASE","quantity":1}],
                 "tenders":[{"method":"card"}]}
                """.formatted(i / 2 + 1)).json().path("receiptNumber").asString();
        }

        assertThat(numbers).containsExactly("R1-000001", "R1-000002", "R2-000001");
    }

    @Test
    void a_cashier_sells_in_the_shop_of_the_token() {
        Shop other = open(Shop.AMERICAN);
        other.sells("LATTE", 300, 0, 1L);

        Answer answer = other.till("cashier").place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
            """);

        assertThat(answer.json().path("currency").asString()).isEqualTo("USD");
        assertThat(answer.json().path("total").asLong()).isEqualTo(300);
        assertThat(other.stock("LATTE")).isZero();
        assertThat(shop.stock("LATTE")).isEqualTo(40);
    }
}
