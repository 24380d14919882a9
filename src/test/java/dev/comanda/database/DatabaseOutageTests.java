package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole server gone or hanging, as on the worst day of a shop. */
@Timeout(60)
class DatabaseOutageTests {

    @TempDir
    static Path home;
    static EmbeddedPostgres postgres;

    private final HikariDataSource pool = pool();
    private final Database database = new Database(pool, new SimpleMeterRegistry(),
            new TransactionTemplate(new TracedTransactions(pool)));
    private final JdbcClient jdbc = JdbcClient.create(pool);

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(home);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void a_killed_server_costs_a_moment_and_no_human() throws Exception {
        assertThat(one()).isEqualTo(1);
        signal("-KILL", List.of(server()));

        long start = System.nanoTime();
        while (true) {
            try {
                assertThat(one()).isEqualTo(1);
                break;
            } catch (DatabaseUnavailableException e) {
                assertThat(e.retryAfterSeconds()).isBetween(1L, 2L);
                Thread.sleep(100);
            }
        }
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void a_hanging_server_is_unavailable_within_seconds_then_at_once_then_works_again()
            throws Exception {
        assertThat(one()).isEqualTo(1);
        List<ProcessHandle> all = Stream.concat(Stream.of(server()), server().descendants())
                .toList();
        signal("-STOP", all);
        try {
            Throwable failure = new IllegalStateException("never open");
            for (int i = 0; i < 12
                    && !(failure.getCause() instanceof CallNotPermittedException); i++) {
                long start = System.nanoTime();
                failure = catchUnavailable();
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(9));
            }
            assertThat(failure.getCause()).isInstanceOf(CallNotPermittedException.class);
        } finally {
            signal("-CONT", all);
        }

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (true) {
            try {
                assertThat(one()).isEqualTo(1);
                return;
            } catch (DatabaseUnavailableException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(100);
            }
        }
    }

    @Test
    void each_reason_for_no_connection_is_told_apart() {
        assertThat(problem("localhost:" + postgres.port() + "/nowhere?sslmode=disable"))
                .isEqualTo(ConnectionProblem.NO_SUCH_DATABASE);
        assertThat(problem("localhost:" + postgres.port() + "/postgres?sslmode=require"))
                .isEqualTo(ConnectionProblem.TLS);
        assertThat(problem("127.0.0.1:1/postgres")).isEqualTo(ConnectionProblem.REFUSED);
        assertThat(problem("no-such-host.invalid/postgres"))
                .isEqualTo(ConnectionProblem.UNKNOWN_HOST);
    }

    /** A smart shutdown: who is there may stay, who comes is refused until it runs again. */
    @Test
    void a_server_that_is_stopping_is_waited_for() throws Exception {
        String place = "localhost:" + postgres.port() + "/postgres";
        try (Connection stays = pool.getConnection()) {
            signal("-TERM", List.of(server()));
            Optional<ConnectionProblem> problem = refusal(place);
            while (problem.isEmpty()) {
                problem = refusal(place); // the signal is on its way
            }
            assertThat(problem).contains(ConnectionProblem.STARTING);
            assertThat(problem.get().mayEndByItself()).isTrue();
            assertThat(stays.isValid(5)).isTrue();
        }
        pool.close();
        while (refusal(place).isPresent()) {
            Thread.onSpinWait();
        }
    }

    private int one() {
        return database.keyed("a look", () -> jdbc.sql("SELECT 1").query(Integer.class).single());
    }

    private Throwable catchUnavailable() {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                DatabaseUnavailableException.class, this::one);
    }

    private static ConnectionProblem problem(String place) {
        return refusal(place).orElseThrow();
    }

    /** Why there is no connection; empty if there is one. */
    private static Optional<ConnectionProblem> refusal(String place) {
        DatabaseUrl url = DatabaseUrl.parse("DATABASE_URL",
                "postgres://postgres:" + postgres.password() + "@" + place);
        DirectConnections connections = new DirectConnections(
                new MigrationConnection(url.jdbcUrl(), url.username(), url.password()));
        try {
            connections.open("test").close();
            return Optional.empty();
        } catch (SQLException e) {
            return ConnectionProblem.of(e);
        }
    }

    private static ProcessHandle server() {
        return ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
    }

    private static void signal(String signal, List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        }
    }

    private static HikariDataSource pool() {
        DatabaseUrl url = DatabaseUrl.parse("DATABASE_URL", "postgres://" + postgres.username()
                + ":" + postgres.password() + "@127.0.0.1:" + postgres.port() + "/postgres");
        HikariDataSource pool = new DatabaseConfiguration()
                .dataSource(new DatabaseConnection(url, url, false, null));
        pool.setMaximumPoolSize(2);
        pool.setConnectionTimeout(1000);
        pool.setValidationTimeout(500);
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("socketTimeout", "2");
        return pool;
    }
}
