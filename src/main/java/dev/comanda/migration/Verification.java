package dev.comanda.migration;

import dev.comanda.console.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database is what its migrations make: every table, column, constraint, index (valid
 * too), function and type (R 4.9, R 4.20).
 *
 * @param schema the version that was verified
 * @param missing what should be there and is not, or not so
 * @param unknown what no migration made; no fault by itself
 */
public record Verification(String schema, boolean good, List<String> missing,
        List<String> unknown) {

    /**
     * Looks.
     *
     * @param connection in autocommit mode; nothing stays behind
     * @throws Refusal where the schema is newer than this release or cannot be rehearsed
     */
    public static Verification of(Connection connection) throws SQLException {
        List<MigrationScript> scripts = MigrationScript.inRelease();
        SchemaHistory history = SchemaHistory.of(connection);
        int version = Integer.parseInt(history.version());
        int newest = scripts.getLast().number();
        if (version > newest) {
            throw new Refusal(
                    "The schema, V" + history.version() + ", is newer than this release, V"
                            + scripts.getLast().version() + ".",
                    "Verify it with the release that made it.");
        }
        List<String> missing = new ArrayList<>();
        history.failed().forEach(row -> missing.add("migration " + row.id() + ": it failed"));
        List<MigrationScript> applied = scripts.stream().filter(script -> history
                .of(script.number()).filter(SchemaHistory.Row::success).isPresent()).toList();
        SchemaDifference difference = within(connection, applied, version);
        missing.addAll(difference.missing());
        return new Verification(history.version(), missing.isEmpty(), missing,
                difference.unknown());
    }

    /** What the schema lacks, as seen from the transaction that is open. */
    @FunctionalInterface
    public interface Lack {
        List<String> in(Connection transaction) throws SQLException;
    }

    /**
     * What a schema lacks of a version. To find out what the version has takes its time and holds
     * no lock in the end: this is called before any is taken, and the result asked later.
     *
     * @param version number of the last migration; 0: nothing should be there
     */
    public static Lack lackOf(Connection transaction, int version) throws SQLException {
        Schema expected = schema(Rehearsal
                .between(transaction, MigrationScript.inRelease(), version, version).get(version));
        return later -> SchemaDifference.between(expected, Schema.of(later)).missing();
    }

    private static SchemaDifference within(Connection connection, List<MigrationScript> applied,
            int version) throws SQLException {
        return inTransaction(connection, () -> SchemaDifference.between(
                schema(Rehearsal.between(connection, applied, version, version).get(version)),
                Schema.of(connection)));
    }

    /** What is done in a transaction that is taken back. */
    interface Look<T> {
        T look() throws SQLException;
    }

    static <T> T inTransaction(Connection connection, Look<T> look) throws SQLException {
        if (!Rehearsal.isPossible(connection)) {
            throw new Refusal("This user may not make a schema, in which the migrations could be"
                    + " rehearsed.", "GRANT CREATE ON DATABASE … TO …, or connect as the owner.");
        }
        connection.setAutoCommit(false);
        try {
            return look.look();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    static Schema schema(@Nullable Schema rehearsed) {
        return Objects.requireNonNull(rehearsed, "every version is rehearsed");
    }
}
