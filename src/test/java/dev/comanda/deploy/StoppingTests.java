package dev.comanda.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Screen;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.json.JsonMapper;

/** SIGTERM to the server in a process of its own, with a sale in flight and screens watching. */
@Timeout(120)
class StoppingTests {

    /** What render.yaml and railway.json give before they kill. */
    static final Duration BUDGET = Duration.ofSeconds(60);
    private static final int SCREENS = 500;
    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"TEA","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    private final JdbcConnectionDetails database = TestDatabase.fresh();
    private final HttpClient http = HttpClient.newHttpClient();
    private String token = "";

    @Test
    void it_says_so_serves_on_for_a_while_finishes_what_it_has_and_ends_in_time() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "stopping"));
        try (Instance instance = Instance.start(Instance.Program.underTest(),
                Files.createTempFile(folder, "server", ".log"), database,
                Map.of("SHUTDOWN_DRAIN_SECONDS", "2"));
                Connection holder = TestDatabase.open(database)) {
            instance.awaitReady(Duration.ofSeconds(90));
            token = signIn(instance);
            sellTea();
            holder.setAutoCommit(false);
            lockTheTea(holder);
            CompletableFuture<HttpResponse<String>> inFlight = place(instance, "in-flight");
            await(() -> waitingForALock() > 0);

            instance.terminate();

            await(() -> instance.ask("/ready").map(Answer::status).orElse(503) == 503);
            Answer ready = instance.ask("/ready").orElseThrow();
            assertThat(ready.text()).contains("starting or stopping");
            assertThat(ready.header("Connection")).as("kept connections are given up")
                    .isEqualToIgnoringCase("close");
            assertThat(instance.ask("/health").orElseThrow().status()).isEqualTo(200);

            await(() -> instance.ask("/health").isEmpty());
            holder.rollback();
            HttpResponse<String> sold = inFlight.get(30, TimeUnit.SECONDS);
            assertThat(sold.statusCode()).as(sold.body()).isEqualTo(201);
            assertThat(instance.awaitEnd(BUDGET)).as("143 is SIGTERM obeyed").isEqualTo(143);
            assertThat(String.join("\n", instance.log())).contains("stopping: not ready any more")
                    .contains("✅ Server running on port " + instance.port());
            await(() -> sessionsLeft() == 0);
        }
    }

    @Test
    void five_hundred_screens_are_told_when_to_come_back_before_the_last_sale_is_answered()
            throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "stopping"));
        List<Screen> screens = new ArrayList<>();
        try (Instance instance = Instance.start(Instance.Program.underTest(),
                Files.createTempFile(folder, "server", ".log"), database,
                Map.of("SOCKETS_PER_SESSION", "0"));
                Connection holder = TestDatabase.open(database)) {
            instance.awaitReady(Duration.ofSeconds(90));
            token = signIn(instance);
            sellTea();
            for (int i = 0; i < SCREENS; i++) {
                Screen screen = Screen.connect(instance.port(), token);
                screens.add(screen);
                screen.follow("0", "main.orders");
            }
            long residentMb = instance.residentMb();
            holder.setAutoCommit(false);
            lockTheTea(holder);
            CompletableFuture<HttpResponse<String>> inFlight = place(instance, "in-flight");
            await(() -> waitingForALock() > 0);

            long start = System.nanoTime();
            instance.terminate();

            Set<Long> hints = new TreeSet<>();
            for (Screen screen : screens) {
                Screen.Frame last = screen.next();
                assertThat(last.command()).isEqualTo("ERROR");
                assertThat(last.problem()).isEqualTo("server-stopping");
                hints.add(Long.valueOf(last.header("retry-after-ms")));
                assertThat(screen.closeCode()).isEqualTo(1001);
            }
            long closedMs = (System.nanoTime() - start) / 1_000_000;
            assertThat(hints).as("they do not all come back at once")
                    .hasSizeGreaterThan(SCREENS / 2);
            assertThat(inFlight).as("a sale in flight outlives the sockets").isNotDone();
            holder.rollback();
            HttpResponse<String> sold = inFlight.get(30, TimeUnit.SECONDS);
            assertThat(sold.statusCode()).as(sold.body()).isEqualTo(201);
            assertThat(instance.awaitEnd(BUDGET)).isEqualTo(143);
            System.out.printf(Locale.ROOT, "STOPPING: %d sockets, %d MB resident; closed within"
                    + " %d ms of SIGTERM, hints %d to %d ms; ended after %d ms%n", SCREENS,
                    residentMb, closedMs, Collections.min(hints), Collections.max(hints),
                    (System.nanoTime() - start) / 1_000_000);
        } finally {
            screens.forEach(Screen::close);
        }
    }

    private String signIn(Instance instance) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri(instance,
                "/api/session")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"username\":\"admin\",\"password\":\""
                        + Instance.ADMIN_PASSWORD + "\"}"))
                .build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JsonMapper.shared().readTree(answer.body()).path("token").asString();
    }

    private CompletableFuture<HttpResponse<String>> place(Instance instance, String key) {
        return http.sendAsync(HttpRequest.newBuilder(uri(instance, "/api/orders"))
                .header("Content-Type", "application/json").header("Idempotency-Key", key)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(ORDER)).build(), BodyHandlers.ofString());
    }

    private void sellTea() throws SQLException {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement()) {
            sql.execute("""
                WITH made AS (
                    INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp,
                                          stock)
                    VALUES (1, gen_random_uuid(), 'TEA', 'Tea', 'x', 100, 0, 10)
                    RETURNING location_id, id)
                INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
                SELECT location_id, gen_random_uuid(), id, 'initial', 10 FROM made
                """);
        }
    }

    private static void lockTheTea(Connection holder) throws SQLException {
        try (Statement sql = holder.createStatement()) {
            sql.execute("SELECT id FROM products WHERE sku = 'TEA' FOR UPDATE");
        }
    }

    private long waitingForALock() {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'");
    }

    private long sessionsLeft() {
        return number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE 'comanda%'");
    }

    private long number(String query) {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static URI uri(Instance instance, String path) {
        return URI.create("http://127.0.0.1:" + instance.port() + path);
    }
}
