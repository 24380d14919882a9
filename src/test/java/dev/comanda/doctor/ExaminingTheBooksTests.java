package dev.comanda.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.migration.MigrationSettings;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Promise P11: each invariant holds in good books and is reported, alone, when it is broken. */
class ExaminingTheBooksTests {

    private static final String AN_ORDER = "(SELECT id FROM orders"
            + " WHERE status = 'paid' AND total > 0 ORDER BY id DESC LIMIT 1)";
    private static final String NOBODY = "01990000-0000-7000-8000-00000000ffff";
    /** What breaks one rule and no other. */
    private static final Map<Invariant, String> DAMAGE = Map.ofEntries(
            Map.entry(SaleInvariant.TOTAL_ADDS_UP, "UPDATE orders SET tip = tip + 1"),
            Map.entry(SaleInvariant.ORDER_IS_THE_SUM_OF_ITS_LINES,
                    "UPDATE order_lines SET tax = tax + 1 WHERE order_id = " + AN_ORDER),
            Map.entry(SaleInvariant.TENDERS_PAY_THE_TOTAL, "UPDATE order_tenders"
                    + " SET amount = amount - 1, received = received - 1 WHERE order_id = "
                    + AN_ORDER),
            Map.entry(SaleInvariant.CHANGE_IS_WHAT_WAS_TOO_MUCH,
                    "UPDATE order_tenders SET received = amount - 1 WHERE method = 'cash'"),
            Map.entry(SaleInvariant.NO_PART_WITHOUT_ITS_ORDER, "INSERT INTO order_tenders"
                    + " (location_id, order_id, tender_no, method, amount)"
                    + " VALUES (1, '" + NOBODY + "', 1, 'card', 5)"),
            Map.entry(SaleInvariant.RECEIPT_NUMBERS_ARE_GAPLESS,
                    "UPDATE registers SET last_receipt_number = last_receipt_number + 1"
                            + " WHERE code = 'R1'"),
            Map.entry(StockInvariant.STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS,
                    "UPDATE products SET stock = stock - 1 WHERE sku = 'LATTE'"),
            Map.entry(StockInvariant.STOCK_IS_NOT_OVERSOLD, adjust(-1000)),
            Map.entry(StockInvariant.SALES_TAKE_WHAT_THEY_SELL, "UPDATE stock_movements"
                    + " SET quantity = quantity - 1 WHERE kind = 'sale'"
                    + " AND source_id = (SELECT id FROM orders WHERE key = 'first-sale');"
                    + " UPDATE products SET stock = stock - 1 WHERE sku = 'LATTE'"),
            Map.entry(StockInvariant.VOIDS_RETURN_WHAT_WAS_TAKEN, "UPDATE stock_movements"
                    + " SET quantity = quantity - 1 WHERE kind = 'void';"
                    + " UPDATE products SET stock = stock - 1 WHERE sku = 'AGUA'"),
            Map.entry(KeyInvariant.ONE_KEY_FOR_EACH_ORDER,
                    "DELETE FROM idempotency_keys WHERE resource_id = " + AN_ORDER),
            Map.entry(KeyInvariant.ONE_KEY_FOR_EACH_VOID,
                    "DELETE FROM idempotency_keys WHERE operation = 'void'"),
            Map.entry(RefundInvariant.REFUND_IS_THE_SUM_OF_ITS_PARTS,
                    "UPDATE refund_lines SET amount = amount + 1"),
            Map.entry(RefundInvariant.REFUNDS_STAY_WITHIN_WHAT_WAS_PAID,
                    "UPDATE orders SET refunded = refunded + 1 WHERE refunded > 0"),
            Map.entry(RefundInvariant.REFUNDS_RETURN_WHAT_THEY_SAY,
                    "UPDATE refund_lines SET restocked = false"),
            Map.entry(RefundInvariant.ONE_KEY_FOR_EACH_REFUND,
                    "DELETE FROM idempotency_keys WHERE operation = 'refund'"),
            Map.entry(EventInvariant.ONE_EVENT_FOR_EACH_CHANGE,
                    "DELETE FROM outbox WHERE entity_id = " + AN_ORDER),
            Map.entry(EventInvariant.NO_EVENT_WITHOUT_ITS_ORDER, "INSERT INTO outbox"
                    + " (location_id, id, topic, type, entity_id, data) VALUES (1, '" + NOBODY
                    + "', 'orders', 'order.placed', '" + NOBODY + "', '{}')"),
            Map.entry(EventInvariant.NUMBERS_OF_EVENTS_ARE_GAPLESS,
                    "DELETE FROM events WHERE seq = 2"),
            Map.entry(EventInvariant.POSITIONS_ARE_IN_THE_ORDER_OF_NUMBERS,
                    "UPDATE events SET position = 1000 - position"),
            Map.entry(PassInvariant.PASSES_PAY_FOR_CLOSED_SESSIONS,
                    "UPDATE pass_uses SET session_id = order_id WHERE session_id IS NOT NULL"),
            Map.entry(SessionInvariant.SESSION_AND_ORDER_NAME_EACH_OTHER,
                    "UPDATE coworking_sessions SET order_id = id WHERE status = 'closed'"),
            Map.entry(SessionInvariant.ORDERS_CHARGE_WHAT_THEIR_SESSION_HELD,
                    "UPDATE time_charges SET charge = '{\"amount\":1}' WHERE order_id ="
                            + " (SELECT id FROM orders WHERE key = 'eva-pays')"),
            Map.entry(SessionInvariant.EXTRAS_TAKE_WHAT_THEY_ARE,
                    "UPDATE stock_movements SET quantity = quantity - 1 WHERE kind = 'extra';"
                            + " UPDATE products SET stock = stock - 1 WHERE sku = 'LATTE'"),
            Map.entry(PassInvariant.PASSES_ARE_USED_AS_BOUGHT,
                    "UPDATE passes SET used = used + 1"),
            Map.entry(EventInvariant.ANSWER_AND_EVENT_TELL_OF_THE_ORDER,
                    "UPDATE idempotency_keys SET response = 'no JSON' WHERE resource_id = "
                            + AN_ORDER));

    @SuppressWarnings("NullAway.Init") // opened before all
    private static Connection shop;

    @BeforeAll
    static void aShopThatSold() throws IOException, SQLException {
        JdbcConnectionDetails database = TestDatabase.fresh();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.getJdbcUrl());
        source.setUser(database.getUsername());
        source.setPassword(database.getPassword());
        MigrationSettings.migrate(source, Optional.empty());
        shop = TestDatabase.open(database);
        try (Statement sql = shop.createStatement();
                Stream<Path> files = Files.list(Path.of("src/test/resources/db/rows"))) {
            for (Path file : files.sorted().toList()) {
                sql.execute(Files.readString(file));
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        shop.close();
    }

    @Test
    void good_books_are_found_good() throws SQLException {
        assertThat(Doctor.examine(shop).findings()).isEmpty();
        assertThat(Doctor.examineThoroughly(shop).findings()).isEmpty();
        assertThat(Doctor.examine(shop).checked()).isEqualTo(Invariant.all().size());
    }

    @Test
    void an_empty_shop_has_good_books() throws SQLException {
        assertThat(afterDamage("TRUNCATE orders, order_lines, order_tenders, idempotency_keys,"
                + " outbox, events, topics, products, stock_movements,"
                + " pass_terms, passes, pass_uses, refunds, refund_lines, refund_tenders,"
                + " coworking_sessions, session_stretches, session_extras,"
                + " session_corrections, time_charges;"
                + " UPDATE registers SET last_receipt_number = 0")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.comanda.doctor.Invariant#all")
    void damage_is_reported_by_its_name_and_nothing_else_is(Invariant invariant)
            throws SQLException {
        List<Finding> findings = afterDamage(
                DAMAGE.getOrDefault(invariant, "no damage is known for " + invariant));

        assertThat(findings).extracting(Finding::invariant).containsOnly(invariant.name());
        assertThat(findings).extracting(Finding::location).containsOnly("main");
        assertThat(Doctor.examine(shop).findings()).isEmpty();
    }

    @Test
    void what_passes_between_a_session_and_its_order_is_counted() throws SQLException {
        assertThat(afterDamage("DELETE FROM stock_movements WHERE kind = 'from-session';"
                + " UPDATE products SET stock = stock - 1 WHERE sku = 'LATTE'"))
                .extracting(Finding::invariant).containsOnly("EXTRAS_TAKE_WHAT_THEY_ARE");
        assertThat(afterDamage("UPDATE orders SET session_id = '" + NOBODY
                + "' WHERE key = 'leo-pays'")).extracting(Finding::invariant)
                .containsOnly("SESSION_AND_ORDER_NAME_EACH_OTHER");
    }

    @Test
    void a_finding_names_the_row() throws SQLException {
        List<Finding> findings = afterDamage("UPDATE order_tenders SET amount = amount + 7"
                + " WHERE order_id = '01990000-0000-7000-8000-000000000041' AND tender_no = 1");

        assertThat(findings).containsExactly(new Finding("TENDERS_PAY_THE_TOTAL", "main",
                "order 01990000-0000-7000-8000-000000000041", "total 12100, tendered 12107"));
    }

    @Test
    void a_sale_with_two_keys_is_found() throws SQLException {
        assertThat(afterDamage("INSERT INTO idempotency_keys (location_id, key, operation,"
                + " fingerprint, status_code, resource_id)"
                + " SELECT 1, 'twice', 'order', '\\x00', 201, " + AN_ORDER))
                .extracting(Finding::invariant).containsOnly("ONE_KEY_FOR_EACH_ORDER");
    }

    @Test
    void money_moved_from_one_order_to_another_is_found() throws SQLException {
        assertThat(afterDamage("UPDATE order_tenders AS t SET amount = t.amount"
                + " + CASE o.key WHEN 'second-sale' THEN 5 ELSE -5 END, received = NULL,"
                + " method = 'card' FROM orders AS o WHERE o.id = t.order_id"
                + " AND t.tender_no = 1 AND o.key IN ('second-sale', 'third-sale')"))
                .extracting(Finding::invariant).hasSize(2).containsOnly("TENDERS_PAY_THE_TOTAL");
    }

    @Test
    void amounts_that_no_sale_can_have_are_found_and_not_stumbled_over() throws SQLException {
        assertThat(afterDamage("UPDATE order_tenders SET amount = 9223372036854775807,"
                + " received = NULL, method = 'card'")).extracting(Finding::invariant)
                .containsOnly("TENDERS_PAY_THE_TOTAL");
        assertThat(afterDamage("UPDATE order_lines SET total = -9223372036854775807"))
                .extracting(Finding::invariant).containsOnly("ORDER_IS_THE_SUM_OF_ITS_LINES");
    }

    /** {@code -Ddoctor.seed} gives the same damage again. */
    @Test
    void the_quick_look_sees_what_the_thorough_one_sees() throws SQLException {
        long seed = Long.getLong("doctor.seed", new SecureRandom().nextInt(1_000_000));
        Random random = new Random(seed);
        List<String> places = List.of("orders.total", "orders.tip", "orders.tax",
                "orders.subtotal", "orders.discount", "orders.key", "order_lines.total",
                "order_lines.tax", "order_lines.quantity", "order_lines.order_discount",
                "order_tenders.amount", "order_tenders.received", "stock_movements.quantity",
                "products.stock", "idempotency_keys.key", "registers.last_receipt_number");
        int found = 0;
        for (int i = 0; i < 60; i++) {
            String[] place = places.get(random.nextInt(places.size())).split("\\.", 2);
            String row = "ctid = (SELECT ctid FROM " + place[0] + " WHERE " + place[1]
                    + " IS NOT NULL ORDER BY md5(ctid::text || " + random.nextInt()
                    + ") LIMIT 1)";
            String value = place[1].equals("key")
                    ? "key || '!'"
                    : place[1] + " + " + (random.nextInt(5000) - 2500);
            String damage = random.nextInt(4) == 0
                    ? "DELETE FROM " + place[0] + " WHERE " + row
                    : "UPDATE " + place[0] + " SET " + place[1] + " = " + value + " WHERE " + row;
            Set<String> thoroughly = names(damaged(damage, true));
            assertThat(names(damaged(damage, false))).as("seed %d: %s", seed, damage)
                    .isEqualTo(thoroughly);
            found += thoroughly.isEmpty() ? 0 : 1;
        }
        assertThat(found).as("seed %d: damage that mattered", seed).isGreaterThan(30);
    }

    private static Set<String> names(List<Finding> findings) {
        return findings.stream().map(Finding::invariant).collect(Collectors.toSet());
    }

    /** Both ways of looking must see the same. */
    private static List<Finding> afterDamage(String damage) throws SQLException {
        List<Finding> findings = damaged(damage, false);
        assertThat(findings).isEqualTo(damaged(damage, true));
        return findings;
    }

    private static List<Finding> damaged(String damage, boolean thoroughly) throws SQLException {
        try (Statement sql = shop.createStatement()) {
            sql.execute("BEGIN");
            try {
                // what breaks books asks no constraint
                sql.execute("SET LOCAL session_replication_role = replica;"
                        + " ALTER TABLE orders DROP CONSTRAINT orders_total_adds_up;"
                        + " ALTER TABLE products DROP CONSTRAINT products_stock_not_oversold");
                sql.execute(damage);
                return Doctor.within(shop, thoroughly).findings();
            } finally {
                sql.execute("ROLLBACK");
            }
        }
    }

    private static String adjust(int pieces) {
        return "INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)"
                + " SELECT 1, gen_random_uuid(), id, 'adjustment', " + pieces
                + " FROM products WHERE sku = 'LATTE'; UPDATE products SET stock = stock + "
                + pieces + " WHERE sku = 'LATTE'";
    }
}
