package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.comanda.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
class DatabaseTests {

    private final JdbcConnectionDetails details = TestDatabase.fresh();
    private final HikariDataSource pool = new DatabaseConfiguration().dataSource(details);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcClient jdbc = JdbcClient.create(pool);
    private final TransactionTemplate transactions = new TransactionTemplate(
            new TracedTransactions(pool));
    private final Database database = new Database(pool, meters, transactions);
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void products() {
        pool.setMaximumPoolSize(4);
        pool.setConnectionTimeout(2000);
        jdbc.sql("CREATE TABLE products (id int PRIMARY KEY, stock int NOT NULL)").update();
        jdbc.sql("INSERT INTO products VALUES (1, 10), (2, 10)").update();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_terminated_connection_is_replaced_and_the_work_done_again(CapturedOutput output) {
        int stock = database.keyed("order creation", () -> {
            if (attempts.incrementAndGet() == 1) {
                terminate();
            }
            return stock(1);
        });

        assertThat(stock).isEqualTo(10);
        assertThat(attempts).hasValue(2);
        assertThat(output).contains("Retrying order creation (attempt 1)");
        assertThat(meters.get("resilience4j.retry.calls").tag("name", "order creation")
                .tag("kind", "successful_with_retry").functionCounter().count()).isEqualTo(1);
    }

    @Test
    void work_without_a_key_is_not_done_again_after_a_broken_connection() {
        assertThatThrownBy(() -> database.once("stock count", () -> {
            attempts.incrementAndGet();
            terminate();
            return stock(1);
        })).isInstanceOfSatisfying(DatabaseUnavailableException.class,
                e -> assertThat(e.retryAfterSeconds()).isPositive());

        assertThat(attempts).hasValue(1);
    }

    @Test
    void a_deadlock_ends_in_both_works_done_once() {
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        CompletableFuture<Void> one = crossed(bothHoldOne, 1, 2);
        CompletableFuture<Void> two = crossed(bothHoldOne, 2, 1);
        CompletableFuture.allOf(one, two).join();

        assertThat(stock(1)).isEqualTo(8);
        assertThat(stock(2)).isEqualTo(8);
        assertThat(attempts.get()).isGreaterThan(2);
    }

    @Test
    void a_sale_that_waits_while_the_schema_changes_beside_it_is_made() throws SQLException {
        jdbc.sql("ALTER TABLE products ADD COLUMN sold_at timestamptz").update();
        jdbc.sql(selling("stock = stock - 1, sold_at = now()")).update();
        CompletableFuture<Integer> sale;
        try (Connection rollback = TestDatabase.open(details);
                Statement sql = rollback.createStatement()) {
            rollback.setAutoCommit(false);
            sql.execute("LOCK TABLE products");
            sale = CompletableFuture.supplyAsync(() -> database.keyed("order creation",
                    () -> jdbc.sql("SELECT sell()").query(Integer.class).single()));
            while (jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted").query(Integer.class)
                    .single() == 0) {
                Thread.onSpinWait();
            }
            sql.execute("ALTER TABLE products DROP COLUMN sold_at");
            sql.execute(selling("stock = stock - 1"));
            rollback.commit();
        }

        assertThat(sale.join()).isEqualTo(9);
        assertThat(stock(1)).isEqualTo(9);
    }

    @Test
    void a_refusal_passes_as_it_is_and_at_once() {
        assertThatThrownBy(() -> database.keyed("order creation", () -> {
            attempts.incrementAndGet();
            return jdbc.sql("INSERT INTO products VALUES (1, 1)").update();
        })).isInstanceOf(DuplicateKeyException.class);

        assertThat(attempts).hasValue(1);
    }

    @Test
    void refusals_and_deadlocks_never_open_the_breaker() {
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> database.keyed("refusal",
                    () -> jdbc.sql("INSERT INTO products VALUES (1, 1)").update()))
                    .isInstanceOf(DuplicateKeyException.class);
        }
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> database.keyed("conflict", () -> jdbc.sql("""
                DO $$ BEGIN RAISE 'busy' USING ERRCODE = '40P01'; END $$""").update()))
                    .isInstanceOfSatisfying(DatabaseUnavailableException.class,
                            e -> assertThat(e.sqlState()).contains("40P01"));
        }

        assertThat(database.keyed("read", () -> stock(1))).isEqualTo(10);
    }

    @Test
    void a_lock_that_is_not_had_in_time_is_unavailable_within_seconds() throws Exception {
        try (var other = TestDatabase.open(details); var sql = other.createStatement()) {
            other.setAutoCommit(false);
            sql.execute("SELECT stock FROM products WHERE id = 1 FOR UPDATE");
            long start = System.nanoTime();

            assertThatThrownBy(() -> database.keyed("sale", () -> limited("lock_timeout",
                    "UPDATE products SET stock = 0 WHERE id = 1 RETURNING stock")))
                    .isInstanceOfSatisfying(DatabaseUnavailableException.class,
                            e -> assertThat(e.sqlState()).contains("55P03"));

            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(6));
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_stopped_and_not_tried_again() {
        assertThatThrownBy(() -> database.keyed("report", () -> {
            attempts.incrementAndGet();
            return limited("statement_timeout", "SELECT length(pg_sleep(30)::text)");
        })).isInstanceOfSatisfying(DatabaseUnavailableException.class,
                e -> assertThat(e.sqlState()).contains("57014"));

        assertThat(attempts).hasValue(1);
    }

    private CompletableFuture<Void> crossed(CyclicBarrier bothHoldOne, int first, int second) {
        AtomicInteger mine = new AtomicInteger();
        return CompletableFuture.runAsync(() -> database.once("crossed " + first,
                () -> transactions.execute(status -> {
                    attempts.incrementAndGet();
                    take(first);
                    if (mine.incrementAndGet() == 1) {
                        meet(bothHoldOne);
                    }
                    take(second);
                    return true;
                })), Thread::startVirtualThread);
    }

    /** The pool's own limits are seconds; a test need not wait for them. */
    private Object limited(String limit, String statement) {
        return Objects.requireNonNull(transactions.execute(status -> {
            jdbc.sql("SET LOCAL " + limit + " = 300").update();
            return jdbc.sql(statement).query(Integer.class).single();
        }));
    }

    private static String selling(String what) {
        return """
            CREATE OR REPLACE FUNCTION sell() RETURNS integer LANGUAGE plpgsql AS $$
            DECLARE left_over integer;
            BEGIN
                UPDATE products SET %s WHERE id = 1 RETURNING stock INTO left_over;
                RETURN left_over;
            END $$""".formatted(what);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(int product) {
        jdbc.sql("UPDATE products SET stock = stock - 1 WHERE id = ?").param(product).update();
    }

    private int stock(int product) {
        return jdbc.sql("SELECT stock FROM products WHERE id = ?").param(product)
                .query(Integer.class).single();
    }

    /** All of the pool's sessions, while they lie idle in it. */
    private void terminate() {
        try (var other = TestDatabase.open(details); var sql = other.createStatement()) {
            sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
