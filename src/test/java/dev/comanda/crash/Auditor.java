package dev.comanda.crash;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the books and says what is wrong with them; changes nothing, may read while others sell.
 */
public final class Auditor {

    private static final int SHOWN = 20;

    private Auditor() {}

    /**
     * Checks every {@link Invariant} in one snapshot.
     *
     * @param connection to the books, outside a transaction; left as it was
     * @return one line per violation, at most {@value #SHOWN} per invariant; empty in good books
     */
    public static List<String> audit(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            List<String> violations = within(connection);
            sql.execute("ROLLBACK");
            return violations;
        }
    }

    /** The same as seen from the transaction that is open. */
    static List<String> within(Connection connection) throws SQLException {
        List<String> violations = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            sql.setMaxRows(SHOWN);
            for (Invariant invariant : Invariant.values()) {
                try (ResultSet rows = sql.executeQuery(invariant.sql())) {
                    while (rows.next()) {
                        violations.add(invariant + ": " + rows.getString(1));
                    }
                }
            }
        }
        return violations;
    }
}
