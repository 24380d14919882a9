package dev.comanda.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the migrations make, found out by running them in a schema of their own inside a transaction
 * and taking that back: the database itself says what should be there, on every version of it.
 */
final class Rehearsal {

    private static final String STAGE = "comanda_rehearsal";

    private Rehearsal() {}

    /**
     * The schema after each migration of some; reading it takes longer than making it.
     *
     * @param transaction open; what is done is rolled back to where it was
     * @param first number of the first whose schema is told; 0: nothing is there yet
     * @param last number of the last migration that runs
     * @return by number
     */
    static Map<Integer, Schema> between(Connection transaction, List<MigrationScript> scripts,
            int first, int last) throws SQLException {
        Map<Integer, Schema> schemas = new TreeMap<>();
        Savepoint before = transaction.setSavepoint();
        try (Statement sql = transaction.createStatement()) {
            sql.execute("SET LOCAL client_min_messages = error");
            sql.execute("CREATE SCHEMA " + STAGE);
            sql.execute("SET LOCAL search_path = " + STAGE);
            if (first == 0) {
                schemas.put(0, Schema.of(transaction));
            }
            for (MigrationScript script : scripts) {
                if (script.number() <= last) {
                    sql.execute(script.inTransaction());
                }
                if (script.number() >= first && script.number() <= last) {
                    schemas.put(script.number(), Schema.of(transaction));
                }
            }
        } finally {
            transaction.rollback(before);
        }
        return schemas;
    }

    /** Whether this session may make a schema, which a rehearsal needs. */
    static boolean isPossible(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT has_database_privilege(current_database(), 'CREATE')")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
