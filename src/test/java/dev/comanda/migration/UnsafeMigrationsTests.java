package dev.comanda.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stops a busy shop or breaks the release that still runs is refused in the build (R 3.11):
 * expand, ship, contract a release later. Tables made in the same file may be treated freely.
 */
class UnsafeMigrationsTests {

    /** The first releases' tables were empty when these ran. */
    private static final int FIRST = 11;
    private static final Map<String, Pattern> RULES = Map.of(
            "CREATE INDEX on a table in use: CONCURRENTLY, alone in its file",
            sql("create (unique )?index (?!concurrently).* on (?<table>\\w+)"),
            "a constraint that scans a table in use: NOT VALID, validated later",
            sql("alter table (?<table>\\w+) .*add constraint \\w+ (check|foreign key)"
                    + "(?!.*not valid)"),
            "a new column that N-1 does not fill: nullable or with a default",
            sql("alter table (?<table>\\w+) .*add column(?!.*default)(?!.*generated) .*not null"),
            "NOT NULL scans a table in use: a CHECK … NOT VALID first",
            sql("alter table (?<table>\\w+) .*set not null"),
            "another type rewrites the table: a new column",
            sql("alter table (?<table>\\w+) .*alter column \\w+ (set data )?type "),
            "N-1 still uses the old name",
            sql("alter table (?<table>\\w+) .*rename (column|to) ?"),
            "N-1 still reads it: dropped a release later",
            sql("(alter table (?<table>\\w+) .*drop column|drop table (?!parked_)).*"),
            "it locks out everybody",
            sql("(lock table|vacuum full|cluster|truncate|reindex (?!.*concurrently)).*"));

    @Test
    void no_migration_stops_a_busy_shop() {
        for (MigrationScript script : MigrationScript.inRelease()) {
            if (script.number() >= FIRST) {
                assertThat(faults(script.up())).as(script.id()).isEmpty();
            }
        }
    }

    @Test
    void what_runs_outside_of_a_transaction_is_alone_in_its_file() {
        for (MigrationScript script : MigrationScript.inRelease()) {
            List<String> statements = statements(script.up());
            if (statements.stream().anyMatch(text -> text.contains(" concurrently "))) {
                assertThat(statements).as(script.id()).allMatch(
                        text -> text.contains(" concurrently ") || text.startsWith("set "))
                        .as("a start that was killed half way has left something")
                        .anyMatch(text -> text.startsWith("drop index concurrently if exists"));
            }
        }
    }

    /** A way back is one transaction with its history, its pin and its entry in the book. */
    @Test
    void a_way_back_is_transactional() {
        for (MigrationScript script : MigrationScript.inRelease()) {
            assertThat(statements(script.down())).as(script.id()).noneMatch(
                    text -> text.matches("(begin|commit|start transaction|vacuum).*")
                            || text.contains(" concurrently "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE INDEX i ON orders (note)",
            "CREATE UNIQUE INDEX i ON orders (note)",
            "ALTER TABLE orders ADD CONSTRAINT c CHECK (tip >= 0)",
            "ALTER TABLE orders ADD COLUMN a int, ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b",
            "ALTER TABLE orders ADD COLUMN a text NOT NULL", "ALTER TABLE orders ALTER tip SET NOT"
                    + " NULL",
            "ALTER TABLE orders ALTER COLUMN tip TYPE numeric",
            "ALTER TABLE orders RENAME COLUMN tip TO gratuity",
            "ALTER TABLE orders RENAME TO sales", "ALTER TABLE orders DROP COLUMN tip",
            "DROP TABLE orders", "LOCK TABLE orders", "TRUNCATE orders", "REINDEX TABLE orders"})
    void the_rules_refuse_what_is_unsafe(String statement) {
        assertThat(faults("-- V999: x.\n" + statement + ";")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE INDEX CONCURRENTLY i ON orders (note)",
            "CREATE TABLE a (b int); CREATE INDEX i ON a (b); ALTER TABLE a ADD CONSTRAINT c CHECK"
                    + " (b > 0)",
            "ALTER TABLE orders ADD COLUMN a text",
            "ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0",
            "ALTER TABLE orders ADD CONSTRAINT c CHECK (tip >= 0) NOT VALID",
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE a; END $$"})
    void the_rules_let_pass_what_is_safe(String statement) {
        assertThat(faults(statement + ";")).isEmpty();
    }

    private static List<String> faults(String script) {
        List<String> statements = statements(script);
        Set<String> made = new HashSet<>();
        for (String statement : statements) {
            Matcher table = Pattern.compile("create table (\\w+).*").matcher(statement);
            if (table.matches()) {
                made.add(table.group(1));
            }
        }
        List<String> faults = new ArrayList<>();
        for (String statement : statements) {
            RULES.forEach((rule, pattern) -> {
                Matcher found = pattern.matcher(statement);
                if (found.lookingAt() && !(pattern.namedGroups().containsKey("table")
                        && made.contains(String.valueOf(found.group("table"))))) {
                    faults.add(rule + ": " + statement);
                }
            });
        }
        return faults;
    }

    /** In lower case, on one line each, without comments and bodies of functions. */
    private static List<String> statements(String script) {
        return Pattern.compile(";").splitAsStream(script.replaceAll("--[^\n]*", " ")
                .replaceAll("(?s)\\$(\\w*)\\$.*?\\$\\1\\$", "''").replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT)).map(String::strip).filter(text -> !text.isEmpty())
                .toList();
    }

    private static Pattern sql(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }
}
