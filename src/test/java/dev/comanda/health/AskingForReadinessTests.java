package dev.comanda.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.comanda.testing.Answer;
import dev.comanda.testing.Together;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** R 1.4 and R 1.5, with a PostgreSQL of its own that may be stopped, hung and damaged. */
@Timeout(60)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(FragileDatabase.class)
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
@Execution(ExecutionMode.SAME_THREAD)
class AskingForReadinessTests {

    /** The patience of a platform's probe; R 1.5 gives two seconds. */
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;
    @Autowired
    private ApplicationContext context;
    @Autowired
    private HikariDataSource pool;
    @Autowired
    private FragileDatabase fragile;

    @AfterAll
    static void stop() {
        FragileDatabase.stop();
    }

    @AfterEach
    void mend() throws IOException, InterruptedException {
        FragileDatabase.RELAY.open();
        FragileDatabase.signal("-CONT");
        awaitReady();
    }

    @Test
    void the_port_opens_when_somebody_can_sign_in() {
        assertThat(fragile.staffAtTheOpening()).isEqualTo(1);
    }

    @Test
    void alive_is_said_in_these_words_and_kept_by_no_cache() {
        for (String path : List.of("/health", "/api/health")) {
            Answer answer = get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).startsWith("{\"status\":\"healthy\"");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void ready_is_said_in_these_words() {
        Answer answer = get("/ready");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"ready\",\"checks\":{\"traffic\":\"ok\","
                + "\"database\":\"ok\",\"schema\":\"ok\"}}");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_database_that_is_stopped_makes_it_not_ready_and_leaves_it_alive(CapturedOutput log) {
        FragileDatabase.RELAY.close();

        assertNotReady("database", "refused");
        assertThat(get("/health").status()).isEqualTo(200);
        assertThat(log).contains("not ready");

        FragileDatabase.RELAY.open();
        awaitReady();
        assertThat(log).contains("ready again");
    }

    @Test
    void a_database_that_hangs_makes_it_not_ready_in_time_and_leaves_it_alive() throws Exception {
        FragileDatabase.signal("-STOP");

        for (int i = 0; i < 4; i++) {
            assertNotReady("database", "no answer");
            assertThat(get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void a_full_pool_does_not_make_it_not_ready() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                all.add(pool.getConnection());
            }
            assertThat(get("/ready").status()).isEqualTo(200);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    @Test
    void many_who_ask_at_once_cost_one_session() throws SQLException {
        assertThat(Together.all(30, _ -> get("/ready").status())).containsOnly(200);

        assertThat(FragileDatabase.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'comanda-probe'")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "UPDATE flyway_schema_history SET version = '8010' WHERE version = '010'"
                    + "| UPDATE flyway_schema_history SET version = '010' WHERE version = '8010'"
                    + "| migration V010 is missing | bin/comanda migrate",
            "UPDATE flyway_schema_history SET success = false WHERE version = '010'"
                    + "| UPDATE flyway_schema_history SET success = true WHERE version = '010'"
                    + "| migration V010 is missing | bin/comanda migrate",
            "ALTER FUNCTION create_order RENAME TO create_order_mislaid"
                    + "| ALTER FUNCTION create_order_mislaid RENAME TO create_order"
                    + "| function create_order is missing | CREATE FUNCTION create_order",
            "UPDATE pg_index SET indisvalid = false"
                    + " WHERE indexrelid = 'idx_orders_created_at'::regclass"
                    + "| REINDEX INDEX idx_orders_created_at"
                    + "| index idx_orders_created_at is invalid"
                    + "| REINDEX INDEX CONCURRENTLY idx_orders_created_at"})
    void what_this_release_misses_makes_it_not_ready_and_is_named(String damage, String repair,
            String fault, String remedy, CapturedOutput log) throws SQLException {
        FragileDatabase.execute(damage);
        try {
            assertNotReady("schema", fault);
            assertThat(log).contains(remedy);
        } finally {
            FragileDatabase.execute(repair);
        }
    }

    @Test
    void what_only_a_newer_release_needs_does_not() throws SQLException {
        FragileDatabase.execute("""
            INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                               installed_by, execution_time, success)
            VALUES (900, '900', 'x', 'SQL', 'V900__x.sql', 'x', 1, true),
                   (901, '901', 'x', 'SQL', 'V901__x.sql', 'x', 1, false)
            """);
        FragileDatabase.execute("CREATE INDEX of_a_newer_release ON orders (total)");
        FragileDatabase.execute("UPDATE pg_index SET indisvalid = false"
                + " WHERE indexrelid = 'of_a_newer_release'::regclass");
        try {
            assertThat(get("/ready").status()).isEqualTo(200);
            assertThat(get("/version").json().path("schemaVersion").asString()).isEqualTo("900");
        } finally {
            FragileDatabase.execute("DROP INDEX of_a_newer_release");
            FragileDatabase
                    .execute("DELETE FROM flyway_schema_history WHERE installed_rank >= 900");
        }
    }

    @Test
    void while_it_starts_or_stops_it_is_not_ready() {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            assertNotReady("traffic", "starting or stopping");
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Test
    void what_cannot_mend_itself_is_unhealthy() {
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        try {
            Answer answer = get("/health");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).startsWith("{\"status\":\"unhealthy\"");
        } finally {
            AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        }
    }

    private void assertNotReady(String check, String reason) {
        Answer answer = get("/ready");
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.json().path("status").asString()).isEqualTo("not ready");
        assertThat(answer.json().path("checks").path(check).asString()).contains(reason);
        assertThat(answer.text()).doesNotContain("127.0.0.1", "localhost", "fragile", "jdbc");
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (get("/ready").status() != 200) {
            assertThat(System.nanoTime()).as("ready again in time").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private Answer get(String path) {
        try {
            return new Answer(HTTP.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + path)).timeout(PROBE).build(),
                    BodyHandlers.ofByteArray()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + path, e);
        }
    }
}
