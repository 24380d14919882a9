package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/** The database stumbles; the till sees its sale, or "not now" and then its sale, never twice. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "spring.datasource.hikari.connection-timeout=2000") // its own
class SellingThroughTroubleTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1},{"sku":"CAKE","quantity":1}],
         "tenders":[{"method":"card"}]}
        """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private DataSource applicationPool;
    private final String key = Till.newKey();
    private String trouble = "";

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 1000L);
        shop.sells("CAKE", 4000, 0, 1000L);
        trouble = "trouble_" + shop.id();
    }

    @AfterEach
    void calm() {
        shop.jdbc().sql("DROP FUNCTION IF EXISTS " + trouble + "() CASCADE").update();
        shop.jdbc().sql("DROP SEQUENCE IF EXISTS " + trouble).update();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (till.list("limit=1").status() != 200 && System.nanoTime() < deadline) {
            Thread.onSpinWait(); // the next test finds the breaker closed
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03", "57P01"})
    void what_passes_by_itself_is_tried_again_inside_the_request(String sqlState) {
        inFirstAttempts(2, "RAISE EXCEPTION 'provoked' USING ERRCODE = '" + sqlState + "'");

        Answer answer = till.place(key, ORDER);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(attempts()).isEqualTo(3);
        assertSoldOnce(answer);
    }

    @Test
    void r_4_17_what_becomes_of_a_sale_is_a_line_of_the_log(CapturedOutput log) throws Exception {
        awaitLinesOfTheLog();
        inFirstAttempts(3, "RAISE EXCEPTION 'provoked' USING ERRCODE = '40001'");

        assertNotNow(till.place(key, ORDER));
        assertSoldOnce(placeUntilSold());
        assertThat(till.place(Till.newKey(), ORDER.replace(":1}", ":9999}")).problem())
                .isEqualTo("409 out-of-stock");

        assertThat(log.getAll()).contains("Retrying order creation (attempt ",
                "Error creating order", "Order created successfully",
                "Duplicate order detected via idempotency key", "Order creation failed");
    }

    @Test
    void a_sale_that_breaks_in_a_rush_is_still_a_line_of_the_log(CapturedOutput log) {
        for (int sale = 0; sale < 30; sale++) {
            assertThat(till.place(Till.newKey(), ORDER).status()).isEqualTo(201);
        }
        inFirstAttempts(3, "RAISE EXCEPTION 'provoked' USING ERRCODE = '40001'");

        assertNotNow(till.place(key, ORDER));

        assertThat(log.getAll()).contains("Error creating order register=\"R1\" key=\"" + key);
    }

    @Test
    void a_connection_that_is_terminated_in_the_middle_is_replaced() {
        inFirstAttempts(1, "PERFORM pg_terminate_backend(pg_backend_pid())");

        Answer answer = till.place(key, ORDER);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(attempts()).isEqualTo(2);
        assertSoldOnce(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(1)",
            "RAISE EXCEPTION 'provoked' USING ERRCODE = '40001'",
            "RAISE EXCEPTION 'provoked' USING ERRCODE = '53100'",
            "RAISE EXCEPTION 'provoked' USING ERRCODE = '53200'"})
    void what_does_not_pass_is_not_now_and_leaves_nothing(String misbehaviour) {
        inFirstAttempts(3, misbehaviour);
        Map<String, String> before = shop.everything();

        Answer answer = till.place(key, ORDER);

        assertNotNow(answer);
        assertThat(shop.everything()).isEqualTo(before);
        calm();
        assertSoldOnce(placeUntilSold());
    }

    @Test
    void a_product_that_stays_locked_is_not_now_and_leaves_nothing() throws SQLException {
        Map<String, String> before = shop.everything();
        try (Connection manager = connection(); Statement sql = manager.createStatement()) {
            manager.setAutoCommit(false);
            sql.execute("SELECT id FROM products WHERE location_id = " + shop.id()
                    + " AND sku = 'CAKE' FOR UPDATE");

            assertNotNow(till.place(key, ORDER));

            manager.rollback();
        }
        assertThat(shop.everything()).isEqualTo(before);
        assertSoldOnce(placeUntilSold());
    }

    /** R 1.9: from who waits in the database to the line in the log. */
    @Test
    void a_sale_that_waits_is_known_by_its_requests_id() throws Exception {
        UUID latte = shop.jdbc().sql("""
            SELECT id FROM products WHERE location_id = ? AND sku = 'LATTE'
            """).params(shop.id()).query(UUID.class).single();
        try (Connection other = connection(); Statement sql = other.createStatement()) {
            other.setAutoCommit(false);
            lock(sql, latte);
            CompletableFuture<Answer> sale = CompletableFuture.supplyAsync(
                    () -> till.post("/api/orders", ORDER, "Idempotency-Key", key,
                            "X-Correlation-Id", "the-slow-sale"));
            awaitSaleWaitingForLock();
            assertThat(waiting()).endsWith(" the-slow-sale");
            other.rollback();
            assertThat(sale.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
        }
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '% the-slow-sale'
            """).query(Long.class).single()).isZero();
    }

    private String waiting() {
        return shop.jdbc().sql("""
            SELECT application_name FROM pg_stat_activity
             WHERE application_name LIKE 'comanda/%' AND wait_event_type = 'Lock'
               AND datname = current_database()
            """).query(String.class).single();
    }

    @Test
    void a_real_deadlock_is_untied_inside_the_request() throws Exception {
        List<UUID> inLockOrder = shop.jdbc().sql("""
            SELECT id FROM products WHERE location_id = ? ORDER BY id
            """).params(shop.id()).query(UUID.class).list().stream().map(id -> id).toList();
        try (Connection other = connection(); Statement sql = other.createStatement()) {
            other.setAutoCommit(false);
            lock(sql, inLockOrder.get(1));
            CompletableFuture<Answer> sale = CompletableFuture
                    .supplyAsync(() -> till.place(key, ORDER));
            awaitSaleWaitingForLock();
            try {
                lock(sql, inLockOrder.get(0)); // whoever waits longest is ended: the sale
                other.commit();
            } catch (SQLException ended) { // or, on a slow machine, who came last
                assertThat(ended.getSQLState()).isEqualTo("40P01");
                other.rollback();
            }

            Answer answer = sale.get(10, TimeUnit.SECONDS);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertSoldOnce(answer);
        }
    }

    @Test
    void while_every_connection_is_busy_a_till_hears_not_now() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            assertThat(till.byKey(key).status()).isEqualTo(404); // who calls is known for a second
            for (int i = 0; i < 8; i++) {
                taken.add(applicationPool.getConnection());
            }
            assertNotNow(till.place(key, ORDER));
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        assertThat(shop.orders()).isZero();
        assertSoldOnce(placeUntilSold());
    }

    @Test
    void while_nobody_can_say_who_calls_a_till_hears_not_now() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        Till unknown = shop.till();
        try {
            for (int i = 0; i < 8; i++) {
                taken.add(applicationPool.getConnection());
            }
            List<Answer> answers = Together.all(4,
                    i -> i == 0 ? unknown.byKey(key) : unknown.place(key, ORDER));
            assertThat(answers).allSatisfy(SellingThroughTroubleTests::assertNotNow);
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
        assertSoldOnce(placeUntilSold());
    }

    @Test
    void connections_that_break_all_the_time_lose_and_double_nothing() {
        Together.all(6, caller -> {
            for (int i = 0; i < 20; i++) {
                String mine = "sale-" + caller + "-" + i;
                if (i % 4 == caller % 4) {
                    breakTwoConnections();
                }
                Answer answer = placeUntilSold(mine);
                assertThat(answer.json().path("key").asString()).isEqualTo(mine);
            }
            return caller;
        });

        assertThat(shop.orders()).isEqualTo(120);
        assertThat(shop.stock("LATTE")).isEqualTo(880);
    }

    private void breakTwoConnections() {
        shop.jdbc().sql("""
            SELECT count(pg_terminate_backend(pid))
              FROM (SELECT pid
                      FROM pg_stat_activity
                     WHERE application_name LIKE 'comanda/%' AND datname = current_database()
                     ORDER BY random()
                     LIMIT 2) AS victims
            """).query(Long.class).single();
    }

    private void assertSoldOnce(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.stock("LATTE")).isEqualTo(999);
        assertThat(till.place(key, ORDER).text()).isEqualTo(answer.text());
    }

    private static void assertNotNow(Answer answer) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo("503 database-unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
    }

    private Answer placeUntilSold() {
        return placeUntilSold(key);
    }

    /** As a till does: the same key, as soon as it may, while the breaker is open as well. */
    private Answer placeUntilSold(String sale) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = till.place(sale, ORDER);
        while (answer.status() == 503 && System.nanoTime() < deadline) {
            assertNotNow(answer);
            answer = till.place(sale, ORDER);
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    /** Misbehaves while the order's event is written, near the end of create_order. */
    private void inFirstAttempts(int times, String misbehaviour) {
        shop.jdbc().sql("CREATE SEQUENCE " + trouble).update();
        shop.jdbc().sql("""
            CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF nextval('%s') <= %d THEN %s; END IF;
                RETURN NEW;
            END $$
            """.formatted(trouble, trouble, times, misbehaviour)).update();
        shop.jdbc().sql("""
            CREATE TRIGGER %s BEFORE INSERT ON outbox
               FOR EACH ROW WHEN (NEW.location_id = %d) EXECUTE FUNCTION %s()
            """.formatted(trouble, shop.id(), trouble)).update();
    }

    private long attempts() {
        return shop.jdbc().sql("SELECT last_value FROM " + trouble).query(Long.class).single();
    }

    private static void lock(Statement sql, UUID product) throws SQLException {
        sql.execute("SELECT sku FROM products WHERE id = '" + product + "' FOR UPDATE");
    }

    private void awaitSaleWaitingForLock() {
        while (!shop.jdbc().sql("""
            SELECT EXISTS (SELECT FROM pg_stat_activity
                            WHERE application_name LIKE 'comanda/%' AND wait_event_type = 'Lock'
                              AND datname = current_database())
            """).query(Boolean.class).single()) {
            Thread.onSpinWait();
        }
    }
}
