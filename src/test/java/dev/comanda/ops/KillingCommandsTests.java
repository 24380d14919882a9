package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.ComandaApplication;
import dev.comanda.database.Child;
import dev.comanda.deploy.Instance;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.OpsTables;
import dev.comanda.testing.Operator;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * {@code kill -9} of what changes the schema: what is left is before or after, and the same command
 * once more ends the work. In the worst instants a process is really killed; at random ones
 * ({@code -Dkill.seed}) only its sessions, as the database sees a kill.
 */
@Timeout(120)
class KillingCommandsTests {

    private static final String SESSIONS = " FROM pg_stat_activity WHERE datname ="
            + " current_database() AND application_name = 'comanda-command'";
    private static final String ROWS = "SELECT (SELECT count(*) FROM orders) || ' '"
            + " || (SELECT count(*) FROM stock_movements) || ' '"
            + " || (SELECT count(*) FROM idempotency_keys) || ' '"
            + " || (SELECT count(*) FROM outbox)";
    private static final int NEWEST = MigrationScript.inRelease().getLast().number();

    @TempDir
    Path folder = Path.of("");

    private final JdbcConnectionDetails database = TestDatabase.fresh();
    private final String url = Instance.url(database) + "?sslmode=disable";
    private final Terminal terminal = new Terminal(Map.of("DATABASE_URL", url));

    @Test
    void a_migrate_that_is_killed_leaves_whole_migrations_and_the_next_goes_on() throws Exception {
        long seed = Long.getLong("kill.seed", new SecureRandom().nextInt(1_000_000));
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            CompletableFuture<Operator> run = CompletableFuture
                    .supplyAsync(() -> terminal.runs("migrate"));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(600)));
            text("SELECT count(pg_terminate_backend(pid))" + SESSIONS);
            run.get(60, TimeUnit.SECONDS);
            Operator seen = terminal.runs("migrations", "verify");
            assertThat(seen.out()).as("seed %d: %s", seed, seen).doesNotContain("missing: ");
        }
        endsWell();
    }

    /** The one that is no transaction: an index that is built beside the tills. */
    @ParameterizedTest
    @ValueSource(strings = {"the process", "the process and its session"})
    void killed_while_an_index_is_built_the_next_migrate_builds_it(String what) throws Exception {
        Flyway.configure().dataSource(database.getJdbcUrl(), database.getUsername(),
                database.getPassword()).locations("classpath:db/migration").target("041").load()
                .migrate();
        try (Connection till = TestDatabase.open(database);
                Statement sql = till.createStatement();
                Child migrate = start("migrate")) {
            till.setAutoCommit(false);
            till.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            sql.execute("SELECT count(*) FROM coworking_sessions"); // a snapshot it must wait for
            await("SELECT count(*) > 0" + SESSIONS + " AND query LIKE '%CREATE INDEX CONCURRENTLY%'"
                    + " AND wait_event_type = 'Lock'");
            migrate.kill();
            if (what.contains("session")) {
                text("SELECT count(pg_terminate_backend(pid))" + SESSIONS);
            }
        }
        await("SELECT count(*) = 0" + SESSIONS);
        endsWell();
    }

    @Test
    void a_restore_that_is_killed_half_way_has_written_nothing() throws Exception {
        String file = backupOfAUsedShop();
        try (Connection holder = TestDatabase.open(database);
                Statement sql = holder.createStatement()) {
            sql.execute("CREATE SCHEMA aside; CREATE FUNCTION aside.wait() RETURNS event_trigger"
                    + " LANGUAGE plpgsql AS $$ BEGIN IF to_regclass('refunds') IS NOT NULL THEN"
                    + " PERFORM pg_advisory_xact_lock(4711); END IF; END $$;"
                    + " CREATE EVENT TRIGGER wait ON ddl_command_end EXECUTE FUNCTION aside.wait();"
                    + " SELECT pg_advisory_lock(4711)");
            try (Child restore = start("restore", file)) {
                await("SELECT count(*) > 0" + SESSIONS + " AND wait_event = 'advisory'");
                restore.kill();
            }
            sql.execute("SELECT pg_advisory_unlock(4711)");
            await("SELECT count(*) = 0" + SESSIONS);
            assertThat(text("SELECT count(*) FROM pg_class WHERE relnamespace ="
                    + " 'public'::regnamespace")).isEqualTo("0");
            sql.execute("DROP EVENT TRIGGER wait");
        }
        Operator again = terminal.runs("restore", file);
        assertThat(again.code()).as("%s", again).isZero();
        assertThat(again.out()).contains("the books add up");
    }

    @Test
    void a_restore_that_is_killed_at_any_instant_has_written_nothing_or_every_row()
            throws Exception {
        long seed = Long.getLong("kill.seed", new SecureRandom().nextInt(1_000_000));
        Random random = new Random(seed);
        String file = backupOfAUsedShop();
        long start = System.nanoTime();
        assertThat(terminal.runs("restore", file)).extracting(Operator::code).isEqualTo(0);
        long longest = System.nanoTime() - start;
        String whole = text(ROWS);
        for (int i = 0; i < 4; i++) {
            empty();
            CompletableFuture<Operator> run = CompletableFuture
                    .supplyAsync(() -> terminal.runs("restore", file));
            LockSupport.parkNanos(random.nextLong(longest));
            text("SELECT count(pg_terminate_backend(pid))" + SESSIONS);
            Operator ended = run.get(60, TimeUnit.SECONDS);
            Operator again = terminal.runs("restore", file);
            if (again.code() == 0) {
                assertThat(ended.code() == 3 || ended.err().contains("failed at the commit"))
                        .as("seed %d: %s", seed, ended).isTrue();
            } else {
                assertThat(again.err()).as("seed %d", seed).contains("The database is not empty");
                assertThat(ended.code() == 0 || ended.err().contains("Every row is back"))
                        .as("seed %d: %s", seed, ended).isTrue();
            }
            endsWell();
            assertThat(text(ROWS)).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void a_rollback_that_is_killed_before_its_commit_has_changed_nothing() throws Exception {
        UsedShop.fill(database);
        String loss = terminal.runs("rollback", "--to", "0", "--dry-run", "--json").json()
                .path("lossTotal").asString();
        try (Connection other = TestDatabase.open(database);
                Statement sql = other.createStatement()) {
            OpsTables.ensure(other);
            other.setAutoCommit(false);
            sql.execute("LOCK TABLE ops_pin IN SHARE MODE"); // the pin is set after the scripts
            try (Child rollback = start("rollback", "--to", "0", "--reason", "t", "--no-backup",
                    "--confirm-loss", loss)) {
                await("SELECT count(*) > 0" + SESSIONS + " AND query ILIKE '%ops_pin%'"
                        + " AND wait_event_type = 'Lock'");
                rollback.kill();
            }
        }
        await("SELECT count(*) = 0" + SESSIONS);
        endsWell();
        assertThat(text("SELECT count(*) > 0 FROM orders")).isEqualTo("t");
        assertThat(text("SELECT count(*) FROM ops_pin")).isEqualTo("0");
    }

    private String backupOfAUsedShop() throws IOException {
        JdbcConnectionDetails shop = TestDatabase.fresh();
        UsedShop.fill(shop);
        Operator backup = new Terminal(Map.of("DATABASE_URL", Instance.url(shop))).runs("backup",
                "--to", folder.toString());
        assertThat(backup.code()).as("%s", backup).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow().toString();
        }
    }

    private void empty() throws SQLException {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement()) {
            sql.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
    }

    private Child start(String... line) throws Exception {
        return Child.start(Map.of("DATABASE_URL", url), ComandaApplication.class, line);
    }

    private void endsWell() {
        Operator migrated = terminal.runs("migrate");
        assertThat(migrated.code()).as("%s", migrated).isZero();
        Operator seen = terminal.runs("migrations", "verify");
        assertThat(seen.code()).as("%s", seen).isZero();
        assertThat(seen.out()).contains("V" + String.format("%03d", NEWEST));
        assertThat(text("SELECT bool_and(success) AND count(*) = count(DISTINCT version) FROM"
                + " flyway_schema_history WHERE version IS NOT NULL")).isEqualTo("t");
    }

    private void await(String condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!text(condition).equals("t")) {
            assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private String text(String query) {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
