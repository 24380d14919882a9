package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Each invariant holds in good books and is reported when it is broken. */
class AuditorTests {

    private static final String AN_ORDER = "(SELECT id FROM orders"
            + " WHERE status = 'paid' ORDER BY id DESC LIMIT 1)";
    private static final Map<Invariant, String> DAMAGE = Map.ofEntries(
            Map.entry(Invariant.TOTAL_ADDS_UP, "ALTER TABLE orders DROP CONSTRAINT"
                    + " orders_total_adds_up; UPDATE orders SET tip = tip + 1"),
            Map.entry(Invariant.ORDER_IS_THE_SUM_OF_ITS_LINES,
                    "DELETE FROM order_lines WHERE line_no = 1 AND order_id = " + AN_ORDER),
            Map.entry(Invariant.TENDERS_PAY_THE_TOTAL,
                    "DELETE FROM order_tenders WHERE order_id = " + AN_ORDER),
            Map.entry(Invariant.NO_PART_WITHOUT_ITS_ORDER,
                    "DELETE FROM orders WHERE id = " + AN_ORDER),
            Map.entry(Invariant.STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS,
                    "UPDATE products SET stock = stock - 1 WHERE sku = 'LATTE'"),
            Map.entry(Invariant.STOCK_IS_NOT_OVERSOLD, "ALTER TABLE products DROP CONSTRAINT"
                    + " products_stock_not_oversold;"
                    + " UPDATE products SET stock = -1 WHERE sku = 'LATTE'"),
            Map.entry(Invariant.SALES_TAKE_WHAT_THEY_SELL,
                    "DELETE FROM stock_movements WHERE kind = 'sale'"),
            Map.entry(Invariant.VOIDS_RETURN_WHAT_WAS_TAKEN,
                    "DELETE FROM stock_movements WHERE kind = 'void'"),
            Map.entry(Invariant.RECEIPT_NUMBERS_ARE_GAPLESS,
                    "UPDATE registers SET last_receipt_number = last_receipt_number + 1"
                            + " WHERE code = 'R1'"),
            Map.entry(Invariant.ONE_KEY_FOR_EACH_ORDER,
                    "DELETE FROM idempotency_keys WHERE resource_id = " + AN_ORDER),
            Map.entry(Invariant.ONE_KEY_FOR_EACH_VOID,
                    "DELETE FROM idempotency_keys WHERE operation = 'void'"),
            Map.entry(Invariant.ONE_EVENT_FOR_EACH_CHANGE,
                    "DELETE FROM outbox WHERE entity_id = " + AN_ORDER),
            Map.entry(Invariant.ANSWER_AND_EVENT_TELL_OF_THE_ORDER,
                    "UPDATE idempotency_keys SET response = '{\"id\": \"other\"}'"
                            + " WHERE resource_id = " + AN_ORDER));

    @SuppressWarnings("NullAway.Init") // opened before all
    private static Connection shop;

    @BeforeAll
    static void aShopThatSold() throws IOException, SQLException {
        JdbcConnectionDetails database = TestDatabase.fresh();
        Flyway.configure().dataSource(database.getJdbcUrl(), database.getUsername(),
                database.getPassword()).locations("classpath:db/migration").load().migrate();
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
        assertThat(Auditor.audit(shop)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void damage_is_reported_by_its_name(Invariant invariant) throws SQLException {
        try (Statement sql = shop.createStatement()) {
            sql.execute("BEGIN");
            sql.execute(DAMAGE.getOrDefault(invariant, "no damage is known for " + invariant));
            List<String> violations = Auditor.within(shop);
            sql.execute("ROLLBACK");

            assertThat(violations).anyMatch(line -> line.startsWith(invariant + ": "));
        }
        assertThat(Auditor.audit(shop)).isEmpty();
    }

    @Test
    void a_sale_with_two_keys_is_found() throws SQLException {
        try (Statement sql = shop.createStatement()) {
            sql.execute("BEGIN");
            sql.execute("INSERT INTO idempotency_keys (location_id, key, operation, fingerprint,"
                    + " status_code, resource_id)"
                    + " SELECT 1, 'twice', 'order', '\\x00', 201, " + AN_ORDER);
            List<String> violations = Auditor.within(shop);
            sql.execute("ROLLBACK");

            assertThat(violations).isNotEmpty()
                    .allMatch(line -> line.startsWith("ONE_KEY_FOR_EACH_ORDER: "));
        }
    }
}
