package dev.comanda.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The lock that Flyway holds while it migrates, taken for one transaction: neither an instance that
 * starts nor another command migrates beside it. The number is Flyway's own
 * (PostgreSQLAdvisoryLockTemplate): a constant plus the hash of the history's qualified name.
 */
public final class FlywayLock {

    private static final long MAGIC = 77_431_708_279_161L;
    private static final int SECONDS = 10;

    private FlywayLock() {}

    /**
     * Takes it for the rest of the transaction.
     *
     * @return false if somebody else held it for ten seconds
     */
    public static boolean take(Connection transaction) throws SQLException {
        try (Statement sql = transaction.createStatement()) {
            long number = number(sql);
            sql.execute("SET LOCAL lock_timeout = '" + SECONDS + "s'");
            sql.execute("SAVEPOINT flyway_lock");
            try {
                sql.execute("SELECT pg_advisory_xact_lock(" + number + ")");
                return true;
            } catch (SQLException e) {
                if (!"55P03".equals(e.getSQLState())) {
                    throw e;
                }
                sql.execute("ROLLBACK TO flyway_lock");
                return false;
            }
        }
    }

    static long number(String schema) {
        return MAGIC + ("\"" + schema + "\".\"" + MigrationSettings.HISTORY + "\"").hashCode();
    }

    private static long number(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery("SELECT current_schema()")) {
            row.next();
            return number(row.getString(1));
        }
    }
}
