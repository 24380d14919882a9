package dev.comanda.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.rollback.RollbackCommand;
import dev.comanda.testing.Operator;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Migrations from the command line, and what the history says of them. */
@ExtendWith(OutputCaptureExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
class MigratingTests {

    private static final List<MigrationScript> RELEASE = MigrationScript.inRelease();
    private static final String INDEX = "V003__performance_indexes";

    private JdbcConnectionDetails database = TestDatabase.fresh();
    private Unmigrated target = UsedShop.unmigrated(database);

    @BeforeEach
    void anEmptyDatabase() {
        database = TestDatabase.fresh();
        target = UsedShop.unmigrated(database);
    }

    @Test
    void r_0_7_each_is_named_before_it_runs_and_r_0_10_the_deed_is_in_the_book(
            CapturedOutput output) throws SQLException {
        Operator first = migrate("--reason", "first start", "--operator", "ana");
        assertThat(first.code()).as("%s", first).isZero();
        for (MigrationScript script : RELEASE) {
            assertThat(output).contains("Applying migration `" + script.id() + "`");
        }
        assertThat(text("SELECT operator || ' ' || command || ' ' || reason || ' ' || schema_before"
                + " || '-' || schema_after FROM ops_audit"))
                .isEqualTo("ana migrate first start 0-" + RELEASE.getLast().version());

        assertThat(migrate("--json").json().path("applied")).isEmpty();
        assertThat(text("SELECT count(*) FROM ops_audit")).isEqualTo("1");
    }

    /** The database's own schema, and such as whoever is first must make (R 2.4). */
    @ParameterizedTest
    @ValueSource(strings = {"public", "shop_1", "shop_2"})
    void r_1_20_three_at_once_apply_each_once(String schema) throws Exception {
        if (!schema.equals("public")) {
            target = new Unmigrated(new DriverManagerDataSource(database.getJdbcUrl()
                    + (database.getJdbcUrl().contains("?") ? "&" : "?") + "currentSchema="
                    + schema, String.valueOf(database.getUsername()),
                    String.valueOf(database.getPassword())), Optional.of(schema));
        }
        CyclicBarrier start = new CyclicBarrier(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Operator>> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Callable<Operator> run = () -> {
                    start.await();
                    return migrate();
                };
                runs.add(threads.submit(run));
            }
            for (Future<Operator> run : runs) {
                assertThat(run.get().code()).as("%s", run.get()).isZero();
            }
        }
        assertThat(text("SELECT count(*) || ' ' || count(DISTINCT version)"
                + " FROM " + schema + ".flyway_schema_history WHERE version IS NOT NULL"))
                .isEqualTo(RELEASE.size() + " " + RELEASE.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"55P03", "40P01"})
    void one_that_gave_way_to_the_tills_is_tried_again(String state, CapturedOutput output)
            throws SQLException {
        sql("CREATE SCHEMA aside; CREATE SEQUENCE aside.times; CREATE FUNCTION aside.busy()"
                + " RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF nextval('aside.times') = 1 THEN RAISE 'busy' USING ERRCODE = '" + state
                + "'; END IF; END $$;"
                + " CREATE EVENT TRIGGER busy ON ddl_command_start WHEN TAG IN ('CREATE FUNCTION')"
                + " EXECUTE FUNCTION aside.busy()");
        Operator run = migrate();
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(output).contains("it is tried again (attempt 2)");
        assertThat(text("SELECT count(*) FROM flyway_schema_history WHERE success"))
                .isEqualTo(RELEASE.size() + "");
    }

    /** It holds nobody up, and a backup reads for minutes. */
    @Test
    void an_index_that_is_built_beside_the_tills_waits_for_whoever_reads_long() throws Exception {
        migrate();
        Operator back = Operator.runs(new RollbackCommand(() -> target), "--to", "100", "--reason",
                "t", "--no-backup");
        assertThat(back.code()).as("%s", back).isZero();
        CompletableFuture<Operator> run;
        try (Connection reader = TestDatabase.open(database);
                Statement sql = reader.createStatement()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            sql.execute("SELECT count(*) FROM orders");
            run = CompletableFuture.supplyAsync(() -> migrate("--unpin"));
            while (text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database() AND query LIKE '%CONCURRENTLY%'"
                    + " AND clock_timestamp() - query_start > interval '6 s'").equals("0")) {
                assertThat(run).as("lock_timeout of other migrations: 5 s").isNotDone();
            }
        }
        Operator done = run.get(60, TimeUnit.SECONDS);
        assertThat(done.code()).as("%s", done).isZero();
    }

    @Test
    void status_and_plan_tell_what_is_pending_and_what_it_locks() {
        assertThat(migrations("status").code()).isEqualTo(1);
        assertThat(migrations("plan").out()).contains(RELEASE.getFirst().id(), "lock: ");
        migrate();
        Operator status = migrations("status", "--json");
        assertThat(status.code()).as("%s", status).isZero();
        assertThat(status.json().path("migrations").size()).isEqualTo(RELEASE.size());
        assertThat(status.out()).doesNotContain("PENDING", "CHANGED");
        assertThat(migrations("plan").out()).contains("Nothing is pending");
    }

    /** The checksum is ours to compute; were it another than Flyway's, all would be changed. */
    @Test
    void a_changed_file_is_seen() throws SQLException {
        migrate();
        sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '003'");
        assertThat(migrations("status").out()).contains("changed  " + INDEX);
    }

    @Test
    void r_4_9_verify_finds_what_is_missing_altered_or_invalid() throws SQLException {
        migrate();
        assertThat(migrations("verify")).extracting(Operator::code).isEqualTo(0);

        sql("DROP INDEX idx_orders_created_at; ALTER TABLE products DROP COLUMN barcode;"
                + " CREATE INDEX my_own ON products (name, location_id);"
                + " CREATE OR REPLACE FUNCTION percent_of(amount bigint, basis_points integer)"
                + " RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN amount;"
                + " UPDATE pg_index SET indisvalid = false"
                + " WHERE indexrelid = 'idx_idempotency_expires'::regclass");
        Operator seen = migrations("verify");

        assertThat(seen.code()).isEqualTo(1);
        assertThat(seen.out().lines().filter(line -> line.startsWith("missing: ")))
                .hasSize(5) // the barcode takes its unique constraint along
                .anyMatch(line -> line.contains("idx_orders_created_at"))
                .anyMatch(line -> line.contains("barcode text"))
                .anyMatch(line -> line.contains("percent_of"))
                .anyMatch(line -> line.contains("idx_idempotency_expires"));
        assertThat(seen.out()).contains("unknown: table products: CREATE INDEX my_own");
        assertThat(text("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'comanda%'"))
                .isEqualTo("0");
    }

    @Test
    void r_0_8_a_failed_migration_whose_objects_are_there_can_be_marked_as_applied()
            throws SQLException {
        migrate();
        fail("003");
        assertThat(migrations("status").out()).contains("failed   " + INDEX);
        assertThat(migrations("verify").out()).contains("missing: migration " + INDEX);
        assertRefused("still there", "resolve", "--rolled-back", "3");

        assertThat(migrations("resolve", "--applied", "V003", "--reason", "built by hand").code())
                .isZero();
        assertThat(migrations("status").code()).isZero();
        assertThat(text("SELECT reason FROM ops_audit ORDER BY id DESC LIMIT 1"))
                .isEqualTo("built by hand");
    }

    @Test
    void r_0_8_a_failed_migration_whose_objects_are_gone_can_be_forgotten() throws SQLException {
        migrate();
        fail("003");
        sql("DROP INDEX idx_orders_created_at");
        assertRefused("missing: table orders: CREATE INDEX idx_orders_created_at", "resolve",
                "--applied", "003");
        assertRefused("still there", "resolve", "--rolled-back", "003");
        sql("UPDATE pg_index SET indisvalid = false"
                + " WHERE indexrelid = 'idx_idempotency_expires'::regclass");
        assertRefused("still there", "resolve", "--rolled-back", "003"); // invalid, yet there

        sql("DROP INDEX idx_idempotency_expires");
        assertThat(migrations("resolve", "--rolled-back", INDEX).code()).isZero();
        assertThat(migrations("status").out()).contains("pending  " + INDEX);
    }

    @Test
    void r_0_8_a_pending_migration_that_was_run_by_hand_can_be_marked() throws SQLException {
        migrate();
        sql("DELETE FROM flyway_schema_history WHERE version = '" + RELEASE.getLast().version()
                + "'");
        assertRefused("nothing to roll back", "resolve", "--rolled-back",
                RELEASE.getLast().version());
        assertThat(migrations("resolve", "--applied", RELEASE.getLast().version()))
                .extracting(Operator::code).isEqualTo(0);
        assertThat(migrate("--json").json().path("applied")).isEmpty();
    }

    @Test
    void r_0_8_what_succeeded_or_is_unknown_is_not_resolved() {
        migrate();
        assertRefused("was applied", "resolve", "--applied", "003");
        assertRefused("was applied", "resolve", "--rolled-back", "003", "--force", "--reason", "x");
        assertRefused("no migration 999", "resolve", "--applied", "999");
        assertThat(migrations("resolve").code()).isEqualTo(2);
    }

    @Test
    void a_pin_stops_what_is_above_it_until_it_is_lifted() throws SQLException {
        migrate();
        try (Connection connection = TestDatabase.open(database)) {
            connection.setAutoCommit(false);
            OpsTables.ensure(connection);
            SchemaPin.set(connection, "0", "taken back", "ana");
            connection.commit();
        }
        sql("DELETE FROM flyway_schema_history WHERE version = '" + RELEASE.getLast().version()
                + "'");

        Operator refused = migrate();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("The schema is pinned", "by ana: taken back",
                "comanda migrate --unpin");

        sql("DELETE FROM ops_pin; INSERT INTO ops_pin (version, reason, operator) VALUES ('"
                + RELEASE.getLast().version() + "', 'x', 'y')");
        assertThat(migrations("resolve", "--applied", RELEASE.getLast().version()).code())
                .isZero();
        assertThat(migrate("--unpin").code()).isZero();
        assertThat(text("SELECT count(*) FROM ops_pin")).isEqualTo("0");
    }

    @Test
    void flyways_lock_is_the_one_that_we_take() {
        assertThat(FlywayLock.number("public")).isEqualTo(77_433_833_903_597L);
    }

    private Operator migrate(String... arguments) {
        return Operator.runs(new MigrateCommand(() -> target), arguments);
    }

    private Operator migrations(String... arguments) {
        return Operator.runs(new MigrationsCommand(() -> target), arguments);
    }

    private void assertRefused(String why, String... arguments) {
        Operator run = migrations(arguments);
        assertThat(run.code()).as("%s", run).isEqualTo(1);
        assertThat(run.err()).contains(why);
    }

    private void fail(String version) throws SQLException {
        sql("UPDATE flyway_schema_history SET success = false WHERE version = '" + version + "'");
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement()) {
            sql.execute(statements);
        }
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
