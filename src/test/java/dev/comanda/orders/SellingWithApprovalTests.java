package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.Passwords;
import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a cashier may take off alone, and what takes a manager. */
class SellingWithApprovalTests extends InAShop {

    private static final String PIN = "728164";

    @Autowired
    private Passwords passwords;
    private final String manager = "manager-" + UUID.randomUUID();
    private final String key = Till.newKey();
    private final UUID managerId = UUID.randomUUID();
    private Till cashier;

    @BeforeEach
    void aCashierAndAManager() {
        shop.sells("LATTE", 5000, 1600, 1000L);
        shop.sells("PASE", 18000, 1600, null);
        cashier = shop.till("cashier");
        shop.jdbc().sql("""
            INSERT INTO staff (location_id, id, username, name, role, pin_hash)
            VALUES (?, ?, ?, 'Marta', 'manager', ?)
            """).params(shop.id(), managerId, manager, passwords.hash(PIN)).update();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        0,   0,    201
        500, 0,    201
        501, 0,    403
        0,   1000, 201
        0,   1001, 403
        250, 500,  201
        250, 800,  403
        """)
    void a_cashier_takes_off_a_tenth_alone(long ofTheLine, int ofTheOrderBp, int status) {
        Answer answer = cashier.place(key, sale(ofTheLine, ofTheOrderBp, ""));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.problem()).isEqualTo("403 approval-required");
            assertThat(answer.json().path("action").asString()).isEqualTo("discount");
            assertThat(shop.orders()).isZero();
            assertThat(shop.stock("LATTE")).isEqualTo(1000);
        }
    }

    @Test
    void what_needs_approval_is_what_the_limit_says_for_any_cart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            int quantity = random.nextInt(1, 20);
            long gross = 5000L * quantity;
            long line = random.nextLong(gross / 5);
            long order = random.nextBoolean() ? 0 : random.nextLong(gross / 5);
            boolean over = line > gross / 10 || (order > 0 && line + order > gross / 10);

            Answer answer = cashier.quote("""
                {"register":"R1","lines":[{"sku":"LATTE","quantity":%d,"discount":{"amount":%d}}],
                 "discount":{"amount":%d}}""".formatted(quantity, line, order));

            assertThat(answer.json().path("approvals").toString())
                    .as("seed %d, cart %d: %s", seed, i, answer)
                    .isEqualTo(over ? "[\"discount\"]" : "");
        }
    }

    @Test
    void a_managers_pin_lets_it_through_and_the_book_names_both() {
        String wish = sale(3000, 0, "");
        assertThat(cashier.place(key, wish).problem()).isEqualTo("403 approval-required");

        Answer approved = cashier.place(key, sale(3000, 0, approval(PIN)));

        assertThat(approved.status()).as(approved.text()).isEqualTo(201);
        assertThat(approved.json().path("total").asLong()).isEqualTo(2000);
        Map<String, @Nullable Object> entry = shop.jdbc().sql("""
            SELECT action, entity_id, approved_by, register, after, staff_id
              FROM audit_entries WHERE location_id = ? AND entity = 'orders'
            """).params(shop.id()).query().singleRow();
        assertThat(entry).containsEntry("action", "approve").containsEntry("register", "R1")
                .containsEntry("entity_id", approved.json().path("id").asString())
                .containsEntry("approved_by", managerId)
                .containsEntry("staff_id",
                        UUID.fromString(approved.json().path("placedBy").asString()));
        assertThat(entry.get("after")).asString().contains("\"discount\"").contains("2000")
                .doesNotContain(PIN);
    }

    @Test
    void the_same_sale_is_answered_again_whatever_pin_comes_with_it() {
        Answer first = cashier.place(key, sale(3000, 0, approval(PIN)));
        for (String body : List.of(sale(3000, 0, ""), sale(3000, 0, approval("000000")))) {
            Answer again = cashier.place(key, body);
            assertThat(again.status()).as(again.text()).isEqualTo(201);
            assertThat(again.replayed()).isTrue();
            assertThat(again.text()).isEqualTo(first.text());
        }
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_wrong_pin_sells_nothing() {
        assertThat(cashier.place(key, sale(3000, 0, approval("000000"))).problem())
                .isEqualTo("403 approval-refused");
        assertThat(shop.orders()).isZero();
        assertThat(shop.count("idempotency_keys")).isZero();
    }

    @Test
    void another_price_takes_a_manager_whether_lower_or_higher() {
        for (int price : new int[]{4999, 5001}) {
            assertThat(cashier.place(key, priced(price, "")).json().path("action").asString())
                    .isEqualTo("price");
        }
        assertThat(cashier.place(Till.newKey(), priced(5000, "")).status()).isEqualTo(201);

        Answer sold = cashier.place(key, priced(4000, approval(PIN)));

        assertThat(sold.status()).as(sold.text()).isEqualTo(201);
        assertThat(sold.json().path("lines").get(0).path("unitPrice").asLong()).isEqualTo(4000);
        assertThat(sold.json().path("total").asLong()).isEqualTo(4000);
    }

    @Test
    void a_manager_needs_nobody_and_is_named_all_the_same() {
        Till theirs = shop.till("manager");

        Answer sold = theirs.place(key, priced(1, ""));

        assertThat(sold.status()).as(sold.text()).isEqualTo(201);
        assertThat(shop.jdbc().sql("""
            SELECT approved_by FROM audit_entries WHERE location_id = ? AND action = 'approve'
            """).params(shop.id()).query(UUID.class).single())
                .isEqualTo(UUID.fromString(sold.json().path("placedBy").asString()));
    }

    @Test
    void the_limit_is_the_locations_own() {
        String location = till.get("/api/locations").json().at("/items/0/code").asString();
        assertThat(till.send("PATCH", "/api/locations/" + location,
                java.net.http.HttpRequest.BodyPublishers.ofString("{\"cashierDiscountBp\":0}"),
                "Content-Type", "application/json").status()).isEqualTo(200);

        assertThat(cashier.place(key, sale(1, 0, "")).problem())
                .isEqualTo("403 approval-required");
        assertThat(cashier.place(key, sale(0, 0, "")).status()).isEqualTo(201);
    }

    private String approval(String pin) {
        return ",\"approval\":{\"username\":\"%s\",\"pin\":\"%s\"}".formatted(manager, pin);
    }

    private static String sale(long ofTheLine, int ofTheOrderBp, String approval) {
        return """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1,"discount":{"amount":%d}}],
             "discount":{"percentBp":%d},"tenders":[{"method":"card"}]%s}
            """.formatted(ofTheLine, ofTheOrderBp, approval);
    }

    private static String priced(int price, String approval) {
        return """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1,"unitPrice":%d}],
             "tenders":[{"method":"card"}]%s}
            """.formatted(price, approval);
    }
}
