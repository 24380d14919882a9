package dev.comanda.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.doctor.Doctor;
import dev.comanda.migration.Migrations.Step;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each migration up, verified, sold on as the release before it does, down and up again, on every
 * PostgreSQL that the machine has: the shape comes back, and no row is lost that the rollback does
 * not name.
 */
class MigrationTests {

    private static final List<Step> STEPS = Migrations.steps();
    /** Columns given to tables with rows, whose values no way back keeps; it names them. */
    private static final Map<String, Set<String>> LOST = Map.of("V030",
            Set.of("outbox.source_id", "outbox.written_at"));

    @Test
    void every_migration_has_a_way_back_and_every_way_back_its_migration() {
        List<String> ups = Migrations.files(Path.of("db", "migration"))
                .map(file -> file.getFileName().toString()).sorted().toList();
        List<String> downs = Migrations.files(Path.of("db", "rollback"))
                .map(file -> file.getFileName().toString()).sorted().toList();

        assertThat(ups).isNotEmpty().allMatch(name -> name.matches("V\\d{3}__\\w+\\.sql"));
        assertThat(downs).isEqualTo(
                ups.stream().map(name -> name.replace(".sql", "_rollback.sql")).toList());
    }

    @Test
    void a_way_back_says_first_what_it_loses() throws IOException {
        for (Step step : STEPS) {
            String head = Files.readString(step.down());
            assertThat(head).as(step.down().toString())
                    .matches("(?s)-- " + step + " rollback\\. Loses \\w+.*");
            assertThat(lost(step)).allMatch(
                    column -> head.contains(column.replaceAll(".*\\.", "")));
        }
    }

    @Test
    void a_migration_says_why_it_is_safe_and_what_it_locks() throws IOException {
        for (Step step : STEPS) {
            assertThat(Files.readString(step.up())).as(step.up().toString())
                    .startsWith("-- " + step + ": ").contains("\n-- Beside N-1: ")
                    .contains("\n-- Lock: ");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.comanda.migration.Servers#all")
    void each_goes_up_and_down_and_up_with_the_data_of_the_day(Servers server)
            throws IOException, SQLException {
        Migrations migrations = new Migrations(server.fresh());
        try (Connection shop = TestDatabase.open(migrations.database())) {
            Map<Integer, Schema> rehearsed = Verification.inTransaction(shop,
                    () -> Rehearsal.between(shop, MigrationScript.inRelease(), 0, 999));
            for (Step step : STEPS) {
                String before = Schema.of(shop).fingerprint();
                Rows rowsBefore = Rows.of(shop);
                migrations.up(step);
                Schema reached = Schema.of(shop);
                String after = reached.fingerprint();
                assertThat(after).as("%s changes something", step).isNotEqualTo(before);
                assertSameRows(step + " up", rowsBefore, Rows.of(shop));
                SchemaDifference difference = SchemaDifference.between(Verification
                        .schema(rehearsed.get(Integer.parseInt(step.version()))), reached);
                assertThat(List.of(difference.missing(), difference.unknown()))
                        .as("%s verified", step).allMatch(List::isEmpty);

                migrations.down(shop, step);
                assertThat(Schema.of(shop).fingerprint()).as("%s down", step).isEqualTo(before);
                assertSameRows(step + " down", rowsBefore, Rows.of(shop));

                migrations.up(step);
                migrations.use(shop, step);
                assertThat(migrations.callAsBefore(shop, step))
                        .as("what the release before %s does", step)
                        .allMatch(outcome -> outcome.endsWith(": done"));
                Rows used = Rows.of(shop);
                assertThat(used.emptyTables()).as("tables without a row after %s: give them one in"
                        + " src/test/resources/db/rows/%s__….sql", step, step).isEmpty();
                migrations.down(shop, step);
                assertThat(Schema.of(shop).fingerprint()).as("%s down, used", step)
                        .isEqualTo(before);
                assertSameRows(step + " down, used", used, Rows.of(shop));

                migrations.up(step);
                assertThat(Schema.of(shop).fingerprint()).as("%s up again", step)
                        .isEqualTo(after);
                assertSameRows(step + " up again", used.of(rowsBefore.tables().keySet())
                        .without(lost(step)), Rows.of(shop).without(lost(step)));
                migrations.use(shop, step);
            }
            assertThat(Doctor.examineThoroughly(shop).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.comanda.migration.Servers#all")
    void the_whole_chain_goes_back_and_keys_outlive_it(Servers server)
            throws IOException, SQLException {
        Migrations migrations = new Migrations(server.fresh());
        try (Connection shop = TestDatabase.open(migrations.database())) {
            upAndUse(migrations, shop);
            String all = Schema.of(shop).fingerprint();
            Map<String, String> keys = keys(shop);
            assertThat(keys).hasSizeGreaterThan(4);

            for (Step step : STEPS.reversed()) {
                migrations.down(shop, step);
            }
            assertThat(Schema.of(shop).items()).isEmpty();

            for (Step step : STEPS) {
                migrations.up(step);
            }
            assertThat(Schema.of(shop).fingerprint()).isEqualTo(all);
            assertThat(keys(shop)).isEqualTo(keys);
        }
    }

    private static Set<String> lost(Step step) {
        return LOST.getOrDefault(step.toString(), Set.of());
    }

    private static void upAndUse(Migrations migrations, Connection shop)
            throws IOException, SQLException {
        for (Step step : STEPS) {
            migrations.up(step);
            migrations.use(shop, step);
        }
    }

    /** What both states have room for; a table that went and came back is empty by right. */
    private static void assertSameRows(String when, Rows before, Rows after) {
        Map<String, List<String>> kept = new HashMap<>(after.commonWith(before));
        assertThat(kept).as("rows, %s", when).isEqualTo(before.commonWith(after));
    }

    /** Every column of every key, by its name. */
    private static Map<String, String> keys(Connection shop) throws SQLException {
        Map<String, String> keys = new HashMap<>();
        try (Statement sql = shop.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT location_id || ' ' || key, k::text FROM idempotency_keys AS k")) {
            while (row.next()) {
                keys.put(row.getString(1), row.getString(2));
            }
        }
        return keys;
    }
}
