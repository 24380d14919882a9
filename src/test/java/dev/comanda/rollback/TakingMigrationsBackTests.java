package dev.comanda.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.migration.MigrateCommand;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.OpsTables;
import dev.comanda.testing.Operator;
import dev.comanda.testing.Relay;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code comanda rollback} on a shop that has sold (promise P9, R 2.12, R 4.8). */
class TakingMigrationsBackTests {

    private static final List<MigrationScript> RELEASE = MigrationScript.inRelease();

    @TempDir
    Path folder = Path.of("");

    private JdbcConnectionDetails database = TestDatabase.fresh();
    private Unmigrated target = UsedShop.unmigrated(database);

    @BeforeEach
    void aShopThatSold() {
        database = TestDatabase.fresh();
        target = UsedShop.unmigrated(database);
        UsedShop.fill(database);
    }

    @Test
    void a_dry_run_does_all_of_it_and_changes_nothing() throws SQLException {
        String before = everything();
        Operator run = rollback("--to", "0", "--dry-run", "--json");

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.json().path("lossTotal").asLong()).isGreaterThan(20);
        assertThat(run.json().path("takenBack").size()).isEqualTo(RELEASE.size());
        assertThat(run.out()).contains("rows of table orders")
                .doesNotContain("rows of table idempotency_keys");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_would_be_lost_is_confirmed_by_its_number_and_backed_up_before() throws Exception {
        String before = everything();
        long loss = rollback("--to", "0", "--dry-run", "--json").json().path("lossTotal").asLong();
        Operator refused = rollback("--to", "0", "--reason", "test");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("--confirm-loss " + loss);
        assertThat(rollback("--to", "0", "--reason", "t", "--confirm-loss", loss + 1 + "").code())
                .isEqualTo(1);
        assertThat(rollback("--to", "0", "--confirm-loss", loss + "").code()).isEqualTo(2);
        assertThat(everything()).isEqualTo(before);

        String keys = text("SELECT string_agg(k::text, '|' ORDER BY key) FROM idempotency_keys k");
        Operator done = rollback("--to", "0", "--reason", "drill", "--confirm-loss", "" + loss,
                "--backup-to", folder.toString());
        assertThat(done.code()).as("%s", done).isZero();
        try (Stream<Path> backups = Files.list(folder)) {
            assertThat(backups).hasSize(1);
        }
        assertThat(text("SELECT count(*) FROM flyway_schema_history WHERE version IS NOT NULL"))
                .isEqualTo("0");
        assertThat(text("SELECT command || ' ' || reason || ' ' || schema_before || '-'"
                + " || schema_after FROM ops_audit ORDER BY id DESC LIMIT 1"))
                .isEqualTo("rollback --to 0 drill " + RELEASE.getLast().version() + "-0");

        Operator pinned = Operator.runs(new MigrateCommand(() -> target));
        assertThat(pinned.code()).isEqualTo(1);
        assertThat(pinned.err()).contains("pinned", "drill");
        assertThat(Operator.runs(new MigrateCommand(() -> target), "--unpin").code()).isZero();
        assertThat(text("SELECT string_agg(k::text, '|' ORDER BY key) FROM idempotency_keys k"))
                .as("every idempotency key survives 1 → 0 → 1").isEqualTo(keys);
    }

    @Test
    void it_waits_for_the_code_to_go_first() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(database.getUsername()));
        properties.setProperty("password", String.valueOf(database.getPassword()));
        String newest = RELEASE.getLast().version();
        properties.setProperty("ApplicationName", "comanda/9.9.9 schema=" + newest);
        String before = everything();
        try (Connection instance = DriverManager.getConnection(database.getJdbcUrl(),
                properties)) {
            assertThat(instance.isValid(1)).isTrue();
            Operator refused = rollback("--steps", "1", "--reason", "t", "--no-backup");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("comanda/9.9.9 schema=" + newest,
                    "Code goes back first");
        }
        assertThat(everything()).isEqualTo(before);
    }

    /** Each has what the other wants; PostgreSQL ends the rollback, since this till never looks. */
    @Test
    void where_it_and_a_till_wait_for_each_other_it_gives_way_and_begins_anew() throws Exception {
        String before = everything();
        CompletableFuture<Operator> run;
        try (Connection till = TestDatabase.open(database);
                Statement sql = till.createStatement()) {
            sql.execute("SET deadlock_timeout = '1h'");
            till.setAutoCommit(false);
            sql.execute("LOCK TABLE examinations IN ROW EXCLUSIVE MODE");
            run = CompletableFuture.supplyAsync(() -> rollback("--to", "091", "--dry-run"));
            while (text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()").equals("0")) {
                assertThat(run).isNotDone();
            }
            sql.execute("LOCK TABLE orders IN ROW EXCLUSIVE MODE"); // the rollback has it
            till.commit();
        }
        Operator seen = run.get(60, TimeUnit.SECONDS);
        assertThat(seen.code()).as("%s", seen).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void killed_when_only_the_commit_is_missing_it_has_changed_nothing() throws Exception {
        long loss = rollback("--to", "0", "--dry-run", "--json").json().path("lossTotal").asLong();
        CompletableFuture<Operator> run;
        String before;
        try (Connection other = TestDatabase.open(database);
                Statement sql = other.createStatement()) {
            OpsTables.ensure(other);
            before = everything();
            other.setAutoCommit(false);
            sql.execute("LOCK TABLE ops_pin IN SHARE MODE"); // the pin is set after the scripts
            run = CompletableFuture.supplyAsync(() -> rollback("--to", "0", "--reason", "t",
                    "--confirm-loss", "" + loss, "--no-backup"));
            while (kill("wait_event_type = 'Lock'") == 0) {
                assertThat(run).isNotDone();
            }
        }
        assertThat(run.get(60, TimeUnit.SECONDS).code()).isEqualTo(3);
        assertThat(everything()).isEqualTo(before);
    }

    /** A trigger holds the commit until the line is cut. */
    @Test
    @Timeout(60)
    void where_only_the_answer_to_the_commit_is_lost_it_says_that_it_is_done() throws Exception {
        URI there = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
        try (Connection other = TestDatabase.open(database);
                Statement sql = other.createStatement();
                Relay line = new Relay(there::getPort)) {
            OpsTables.ensure(other);
            sql.execute("""
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM set_config('lock_timeout', '0', true);
                    PERFORM pg_advisory_xact_lock(4712);
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON ops_audit
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold();
                SELECT pg_advisory_lock(4712)
                """);
            target = new Unmigrated(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:"
                    + line.port() + there.getPath(), String.valueOf(database.getUsername()),
                    String.valueOf(database.getPassword())), Optional.empty());
            CompletableFuture<Operator> run = CompletableFuture.supplyAsync(() -> rollback(
                    "--steps", "1", "--reason", "t", "--no-backup"));
            awaitWaitingForALock(1, run);
            line.drop();
            awaitWaitingForALock(2, run); // the command looks again, and waits for its own end
            sql.execute("SELECT pg_advisory_unlock(4712)");

            Operator seen = run.get(60, TimeUnit.SECONDS);
            assertThat(seen.code()).as("%s", seen).isZero();
            assertThat(text("SELECT max(version) FROM flyway_schema_history"))
                    .isEqualTo(RELEASE.get(RELEASE.size() - 2).version());
        }
    }

    /** {@code -Drollback.seed}: the same instants again, as far as the machine lets them be. */
    @Test
    void killed_at_any_instant_it_leaves_before_or_after_and_nothing_between() throws Exception {
        long seed = Long.getLong("rollback.seed", new SecureRandom().nextInt(1_000_000));
        Random random = new Random(seed);
        String before = everything();
        long start = System.nanoTime();
        long loss = rollback("--to", "0", "--dry-run", "--json").json().path("lossTotal").asLong();
        long longest = 2 * (System.nanoTime() - start); // the rehearsal, then the deed
        for (int i = 0; i < 12 && everything().equals(before); i++) {
            CompletableFuture<Operator> run = CompletableFuture.supplyAsync(() -> rollback("--to",
                    "0", "--reason", "t", "--confirm-loss", "" + loss, "--no-backup"));
            TimeUnit.NANOSECONDS.sleep(random.nextLong(longest));
            kill("true");
            Operator ended = run.get(60, TimeUnit.SECONDS);
            assertThat(ended.code()).as("seed %d: %s", seed, ended).isIn(0, 3);
            if (text("SELECT to_regclass('orders') IS NULL").equals("t")) {
                assertThat(ended.code()).as("seed %d: %s", seed, ended).isZero();
                assertThat(text("SELECT version FROM ops_pin")).isEqualTo("0");
                assertThat(text("SELECT count(*) FROM flyway_schema_history"
                        + " WHERE version IS NOT NULL")).isEqualTo("0");
                assertThat(text("SELECT count(*) FROM parked_idempotency_keys"))
                        .isNotEqualTo("0");
            } else {
                assertThat(ended.code()).as("seed %d: %s", seed, ended).isEqualTo(3);
                assertThat(everything()).as("seed %d", seed).isEqualTo(before);
            }
        }
    }

    private void awaitWaitingForALock(int sessions, CompletableFuture<Operator> run)
            throws SQLException {
        while (!text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                + " AND database = (SELECT oid FROM pg_database"
                + " WHERE datname = current_database())").equals("" + sessions)) {
            assertThat(run).isNotDone();
        }
    }

    /** How many were ended. */
    private int kill(String which) throws SQLException {
        return Integer.parseInt(text("SELECT count(pg_terminate_backend(pid))"
                + " FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND "
                + which));
    }

    private Operator rollback(String... arguments) {
        return Operator.runs(new RollbackCommand(() -> target), arguments);
    }

    /** Schema and rows, of the history and the operations too. */
    private String everything() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                Statement inner = connection.createStatement();
                ResultSet table = sql
                        .executeQuery("SELECT c.relname, string_agg(a.attname, ',' ORDER"
                                + " BY a.attnum) FROM pg_class c"
                                + " JOIN pg_attribute a ON a.attrelid = c.oid"
                                + " AND a.attnum > 0 AND NOT a.attisdropped"
                                + " WHERE c.relkind = 'r'"
                                + " AND c.relnamespace = 'public'::regnamespace"
                                + " GROUP BY c.relname ORDER BY c.relname")) {
            while (table.next()) {
                try (ResultSet row = inner
                        .executeQuery("SELECT count(*) || coalesce(md5(string_agg("
                                + "t::text, '|' ORDER BY t::text)), '') FROM " + table.getString(1)
                                + " AS t")) {
                    row.next();
                    lines.add(table.getString(1) + "(" + table.getString(2) + ") "
                            + row.getString(1));
                }
            }
        }
        lines.add(text("SELECT count(*) FROM pg_proc WHERE pronamespace ="
                + " 'public'::regnamespace"));
        return String.join("\n", lines);
    }

    private String text(String query) throws SQLException {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
