package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.catalog.SeedCommand;
import dev.comanda.database.CommandDatabase;
import dev.comanda.migration.MigrationSettings;
import dev.comanda.testing.Operator;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine;

/** Pruning, records of deploys, incidents, demonstration data, and the frame of them all. */
class KeepingHouseTests {

    private final JdbcConnectionDetails database = TestDatabase.fresh();
    private final DataSource target = UsedShop.unmigrated(database).dataSource();

    @TempDir
    Path folder = Path.of("");

    @Test
    void r_1_23_answers_are_forgotten_after_their_time_and_keys_never() throws SQLException {
        UsedShop.fill(database);
        sql("UPDATE idempotency_keys SET expires_at = now() - interval '2 days'"
                + " WHERE key IN ('second-sale', 'third-sale')");
        String keys = text("SELECT count(*) FROM idempotency_keys");

        Operator later = Operator.runs(new PruneCommands.Keys(() -> target), "prune", "--days",
                "3");
        assertThat(later.out()).contains("Forgot 1 ");
        Operator run = Operator.runs(new PruneCommands.Keys(() -> target), "prune", "--json");

        assertThat(run.json().path("answers").asInt()).as("%s", run).isEqualTo(2);
        assertThat(text("SELECT count(*) FROM idempotency_keys")).isEqualTo(keys);
        assertThat(text("SELECT count(*) FROM idempotency_keys WHERE response IS NULL"
                + " AND key IN ('second-sale', 'third-sale')")).isEqualTo("2");
    }

    @Test
    void r_1_22_pruning_passes_over_what_somebody_holds() throws SQLException {
        UsedShop.fill(database);
        sql("UPDATE idempotency_keys SET expires_at = now() - interval '2 days'");
        try (Connection till = TestDatabase.open(database);
                Statement sql = till.createStatement()) {
            till.setAutoCommit(false);
            sql.execute("SELECT FROM idempotency_keys WHERE key = 'second-sale' FOR UPDATE");
            Operator run = Operator.runs(new PruneCommands.Keys(() -> target), "prune");
            assertThat(run.code()).as("%s", run).isZero();
        }
        assertThat(text("SELECT string_agg(key, ' ') FROM idempotency_keys"
                + " WHERE response IS NOT NULL")).isEqualTo("second-sale");
    }

    @Test
    void r_1_22_logs_are_forgotten_and_the_audit_book_is_not() throws SQLException {
        UsedShop.fill(database);
        sql("UPDATE events SET sequenced_at = now() - interval '40 days' WHERE seq = 1;"
                + " UPDATE staff_sessions SET expires_at = '2026-01-01', ended_at = NULL");
        String audit = text("SELECT count(*) FROM audit_entries");

        Operator run = Operator.runs(new PruneCommands.Log(() -> target), "prune", "--json");

        assertThat(run.json().path("events").asInt()).as("%s", run).isEqualTo(1);
        assertThat(run.json().path("sessions").asInt()).isPositive();
        assertThat(text("SELECT count(*) FROM audit_entries")).isEqualTo(audit);
    }

    @Test
    void r_4_27_a_deploy_is_recorded_and_closed() throws SQLException {
        UsedShop.fill(database);
        assertThat(deploy("close", "--result", "success").code()).isEqualTo(1);
        assertThat(deploy("record", "--release", "v1.2.0", "--by", "ana").code()).isZero();
        assertThat(deploy("close", "--result", "perhaps").code()).isEqualTo(2);
        assertThat(deploy("close", "--result", "rolled-back", "--notes", "p95 above 500 ms")
                .out()).contains("v1.2.0 ended: rolled-back");
        assertThat(text("SELECT version || ' ' || deployed_by || ' ' || result || ' ' || notes"
                + " FROM ops_deploys")).isEqualTo("v1.2.0 ana rolled-back p95 above 500 ms");
    }

    @Test
    void r_2_15_an_incident_begins_with_what_the_database_says() throws Exception {
        UsedShop.fill(database);
        Operator run = Operator.runs(new IncidentCommand(() -> target), "open", "--symptom",
                "slow | sales", "--to", folder.toString(), "--json");
        assertThat(run.code()).as("%s", run).isZero();
        String report = Files.readString(Path.of(run.json().path("file").asString()
                .replaceFirst("^file:/*", "/")));
        assertThat(report).contains("slow \\| sales", "add up", "Roll back? yes / no");
        assertThat(text("SELECT count(*) FROM ops_incidents")).isEqualTo("1");
    }

    @Test
    void r_3_6_seeding_twice_is_seeding_once() throws SQLException {
        MigrationSettings.migrate(target, java.util.Optional.empty());
        assertThat(Operator.runs(new SeedCommand(() -> target)).out()).contains("Loaded ");
        String products = text("SELECT count(*) FROM products");
        assertThat(Operator.runs(new SeedCommand(() -> target)).out()).contains("nothing");
        assertThat(text("SELECT count(*) FROM products")).isEqualTo(products);
    }

    @Test
    void r_1_13_secrets_are_64_digits_and_never_the_same() {
        String one = Operator.runs(new SecretCommand()).out().strip();
        assertThat(one).matches("[0-9a-f]{64}");
        assertThat(Operator.runs(new SecretCommand()).out().strip()).isNotEqualTo(one);
    }

    @Test
    void on_an_empty_database_every_command_says_to_migrate() {
        for (Operator run : new Operator[]{Operator.runs(new SeedCommand(() -> target)),
                Operator.runs(new PruneCommands.Keys(() -> target), "prune")}) {
            assertThat(run.code()).as("%s", run).isEqualTo(1);
            assertThat(run.err()).contains("comanda migrate");
        }
    }

    @Test
    void every_command_has_help_and_json() {
        try (CommandDatabase none = new CommandDatabase(new StandardEnvironment(),
                own -> {})) {
            Map<String, CommandLine> leaves = new TreeMap<>();
            leaves("", Commands.line(none), leaves);
            assertThat(leaves).hasSizeGreaterThan(15);
            leaves.forEach((name, line) -> {
                assertThat(line.getCommandSpec().findOption("--json")).as("%s --json", name)
                        .isNotNull();
                assertThat(line.getCommandSpec().findOption("--help")).as("%s --help", name)
                        .isNotNull();
                assertThat(line.getUsageMessage()).as(name).contains("--json");
            });
        }
    }

    private static void leaves(String name, CommandLine line, Map<String, CommandLine> leaves) {
        if (line.getSubcommands().isEmpty()) {
            leaves.put(name, line);
        }
        line.getSubcommands().forEach((child, below) -> leaves(name + " " + child, below, leaves));
    }

    private Operator deploy(String... arguments) {
        return Operator.runs(new DeployCommand(() -> target), arguments);
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
