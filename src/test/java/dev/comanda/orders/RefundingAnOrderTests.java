package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.doctor.Doctor;
import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RefundingAnOrderTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":3},{"sku":"CAKE","quantity":1},
         {"sku":"PASE","quantity":1}],"discount":{"amount":100},"tip":{"amount":700},
         "tenders":[{"method":"card","amount":10000,"reference":"4242"},
                    {"method":"cash","received":50000}]}
        """;

    private Answer order;
    private String id = "";

    @BeforeEach
    void sale() {
        shop.sells("LATTE", 5500, 1600, 10L);
        shop.sells("CAKE", 4000, 0, 5L);
        shop.sells("PASE", 18000, 1600, null);
        order = till.place(Till.newKey(), ORDER);
        id = order.json().path("id").asString();
    }

    @Test
    void a_piece_goes_back_at_what_was_paid_for_it() {
        Answer refund = refund(piece(1, 1, "return"));

        assertThat(refund.status()).as(refund.text()).isEqualTo(201);
        long net = line(order, 0, "total") - line(order, 0, "orderDiscount");
        JsonNode json = refund.json();
        assertThat(json.path("total").asLong()).isEqualTo((2 * net + 3) / 6);
        assertThat(json.path("tip").asLong()).isZero();
        assertThat(json.path("receiptNumber").asString()).isEqualTo("R1-000001");
        assertThat(json.path("tenders").toString())
                .isEqualTo("[{\"method\":\"card\",\"amount\":" + json.path("total") + "}]");
        assertThat(shop.stock("LATTE")).isEqualTo(8);
        Answer now = till.byId(id);
        assertThat(now.json().path("status").asString()).isEqualTo("paid");
        assertThat(now.json().path("refunded")).isEqualTo(json.path("total"));
        assertThat(now.json().path("refunds").get(0)).isEqualTo(json);
        assertThat(now.json().path("total")).isEqualTo(order.json().path("total"));
        assertThat(events()).containsExactly("order.placed", "order.refunded");
    }

    @Test
    void by_the_key_of_a_refund_or_a_void_its_order_is_found() {
        String key = Till.newKey();
        assertThat(till.byKey(key).problem()).isEqualTo("404 not-found");
        till.post("/api/orders/" + id + "/refunds", piece(1, 1, "return"), "Idempotency-Key", key);

        JsonNode found = till.byKey(key).json();
        assertThat(found.path("id").asString()).isEqualTo(id);
        assertThat(found.path("refunds").get(0).path("key").asString()).isEqualTo(key);
        Answer other = till.place(Till.newKey(), ORDER);
        String voiding = Till.newKey();
        till.voidOrder(other.json().path("id").asString(), voiding);
        assertThat(till.byKey(voiding).json().path("id")).isEqualTo(other.json().path("id"));
    }

    @Test
    void what_is_wasted_does_not_return_to_the_shelf() {
        Answer refund = refund("""
            {"register":"R2","reason":"fell","lines":[{"line":1,"quantity":1,"stock":"waste"},
             {"line":1,"quantity":1},{"line":3,"quantity":1}]}
            """);

        assertThat(refund.status()).as(refund.text()).isEqualTo(201);
        assertThat(shop.stock("LATTE")).isEqualTo(8);
        assertThat(refund.json().path("lines")).hasSize(3);
        assertThat(refund.json().path("register").asString()).isEqualTo("R2");
    }

    /** {@code -Drefund.seed}. */
    @Test
    void in_however_many_parts_everything_goes_back_to_the_last_unit() throws SQLException {
        long seed = Long.getLong("refund.seed", 20261124L);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 25; i++) {
            shop.sells("P" + i, random.nextLong(1, 3000), random.nextInt(3) * 800, 50L);
            int quantity = random.nextInt(1, 8);
            Answer sold = till.place(Till.newKey(), """
                {"register":"R1","lines":[{"sku":"P%d","quantity":%d},{"sku":"CAKE","quantity":1}],
                 "discount":{"percentBp":%d},"tip":{"percentBp":%d},
                 "tenders":[{"method":"card","amount":1},{"method":"cash"}]}
                """.formatted(i, quantity, random.nextInt(1001), random.nextInt(2000)));
            assertThat(sold.status()).as("seed %d: %s", seed, sold.text()).isEqualTo(201);
            String of = sold.json().path("id").asString();
            List<String> parts = new ArrayList<>(List.of(piece(2, 1, "return")));
            for (int left = quantity; left > 0;) {
                int some = random.nextInt(1, left + 1);
                parts.add(piece(1, some, random.nextBoolean() ? "return" : "waste"));
                left -= some;
            }
            if (sold.json().path("tip").asLong() > 0) {
                parts.add("{\"register\":\"R1\",\"reason\":\"t\",\"tip\":"
                        + sold.json().path("tip") + "}");
            }
            for (String part : parts) {
                Answer back = refund(of, part);
                assertThat(back.status()).as("seed %d, %s: %s", seed, part, back.text())
                        .isEqualTo(201);
            }
            JsonNode now = till.byId(of).json();
            assertThat(now.path("refunded").asLong()).as("seed %d: %s", seed, now)
                    .isEqualTo(now.path("total").asLong());
            assertThat(sum(now, "tax")).as("seed %d: %s", seed, now)
                    .isEqualTo(now.path("tax").asLong());
            assertThat(refund(of, piece(1, 1, "waste")).problem())
                    .isEqualTo("409 not-refundable");
        }
        try (Connection books = connection()) {
            assertThat(Doctor.examineThoroughly(books).findings())
                    .noneMatch(finding -> finding.location().equals(shop.code()));
        }
    }

    @Test
    void never_more_than_was_bought_and_paid() {
        Map<String, String> before = shop.everything();

        assertThat(refund(piece(1, 4, "return")).json().toString()).contains(
                "\"why\":\"quantity\",\"items\":[{\"line\":1,\"asked\":4,\"left\":3}]");
        assertThat(refund(piece(4, 1, "return")).json().toString())
                .contains("{\"line\":4,\"asked\":1,\"left\":0}");
        assertThat(refund("{\"register\":\"R1\",\"reason\":\"t\",\"tip\":701}").json().toString())
                .contains("\"why\":\"tip\"", "\"left\":700");
        assertThat(refund("""
            {"register":"R1","reason":"t","lines":[{"line":3,"quantity":1}],
             "tenders":[{"method":"card"}]}
            """).json().toString())
                .contains("\"why\":\"tender\"", "\"method\":\"card\"", "\"left\":10000");
        assertThat(refund("""
            {"register":"R1","reason":"t","lines":[{"line":1,"quantity":1}],
             "tenders":[{"method":"cash","amount":1}]}
            """).problem()).isEqualTo("422 tenders-mismatch");
        assertThat(refund(piece(1, 1, "return").replace("R1", "R99")).problem())
                .isEqualTo("422 unknown-register");
        assertThat(refund("{\"register\":\"R1\",\"reason\":\"t\"}").problem())
                .isEqualTo("400 validation");
        assertThat(shop.everything()).isEqualTo(before);
    }

    @Test
    void of_refunds_that_come_at_once_each_piece_goes_back_once() {
        List<Answer> answers = Together.all(12, i -> refund(piece(1, 1, "return")));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.problem())
                        .isEqualTo("409 not-refundable"));
        assertThat(shop.stock("LATTE")).isEqualTo(10);
    }

    @Test
    void a_repeated_refund_gets_the_first_answer() {
        String key = Till.newKey();
        List<Answer> answers = Together.all(8, i -> till.post("/api/orders/" + id + "/refunds",
                piece(1, 1, "return"), "Idempotency-Key", key));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.text()).isEqualTo(answers.getFirst().text());
        });
        assertThat(till.post("/api/orders/" + id + "/refunds", piece(1, 2, "return"),
                "Idempotency-Key", key).problem()).isEqualTo("422 idempotency-key-reused");
        assertThat(shop.stock("LATTE")).isEqualTo(8);
    }

    @Test
    void a_voided_order_is_not_refunded_and_a_refunded_one_not_voided() {
        refund(piece(1, 1, "return"));
        Map<String, String> before = shop.everything();
        assertThat(till.voidOrder(id, Till.newKey()).json().toString())
                .contains("not-refundable", "\"why\":\"refunded\"");
        assertThat(shop.everything()).isEqualTo(before);

        Answer other = till.place(Till.newKey(), ORDER);
        String voided = other.json().path("id").asString();
        till.voidOrder(voided, Till.newKey());
        assertThat(refund(voided, piece(1, 1, "return")).json().toString())
                .contains("\"why\":\"voided\"");
    }

    @Test
    void a_cashier_needs_a_managers_pin_and_the_book_names_both() {
        Till cashier = shop.till("cashier");
        Answer refused = cashier.post("/api/orders/" + id + "/refunds", piece(1, 1, "return"),
                "Idempotency-Key", Till.newKey());

        assertThat(refused.problem()).isEqualTo("403 approval-required");
        assertThat(refund(piece(1, 1, "return")).status()).isEqualTo(201);
        assertThat(shop.jdbc()
                .sql("""
                    SELECT count(*) FROM audit_entries
                     WHERE location_id = ? AND action = 'refund' AND entity_id = ?
                       AND approved_by = staff_id AND after LIKE '%"reason":"mistake"%'
                    """)
                .params(shop.id(), id).query(Long.class).single()).isEqualTo(1);
    }

    private Answer refund(String body) {
        return refund(id, body);
    }

    private Answer refund(String of, String body) {
        return till.post("/api/orders/" + of + "/refunds", body, "Idempotency-Key", Till.newKey());
    }

    private static String piece(int line, int quantity, String stock) {
        return """
            {"register":"R1","reason":"mistake","lines":[{"line":%d,"quantity":%d,"stock":"%s"}]}
            """.formatted(line, quantity, stock);
    }

    private static long line(Answer order, int index, String member) {
        return order.json().path("lines").path(index).path(member).asLong();
    }

    private static long sum(JsonNode order, String member) {
        return order.path("refunds").valueStream().mapToLong(each -> each.path(member).asLong())
                .sum();
    }

    private List<@Nullable String> events() {
        return shop.jdbc().sql("""
            SELECT type FROM all_events WHERE location_id = ? AND entity_id = ?::uuid ORDER BY at
            """).params(shop.id(), id).query(String.class).list();
    }
}
