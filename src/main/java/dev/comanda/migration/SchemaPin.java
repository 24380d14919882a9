package dev.comanda.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The newest migration that may be applied, set by a rollback: a restart of the release that was
 * taken back would otherwise migrate again. Kept beside the history, outside of the migrations.
 *
 * @param version digits, {@code 0}: none
 * @param reason of the rollback
 */
public record SchemaPin(String version, OffsetDateTime since, String reason, String operator) {

    /** The pin that holds, if one does. */
    public static Optional<SchemaPin> of(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            if (!OpsTables.exist(connection)) {
                return Optional.empty();
            }
            try (ResultSet row = sql.executeQuery(
                    "SELECT version, since, reason, operator FROM ops_pin")) {
                return row.next()
                        ? Optional.of(new SchemaPin(row.getString("version"),
                                row.getObject("since", OffsetDateTime.class),
                                row.getString("reason"), row.getString("operator")))
                        : Optional.empty();
            }
        }
    }

    /** Sets or moves it, in the transaction that is open. */
    public static void set(Connection transaction, String version, String reason, String operator)
            throws SQLException {
        try (PreparedStatement sql = transaction.prepareStatement("""
            INSERT INTO ops_pin (version, reason, operator) VALUES (?, ?, ?)
                ON CONFLICT (one) DO UPDATE
               SET version = excluded.version, since = now(), reason = excluded.reason,
                   operator = excluded.operator
            """)) {
            sql.setString(1, version);
            sql.setString(2, reason);
            sql.setString(3, operator);
            sql.executeUpdate();
        }
    }

    /** Takes it away, in the transaction that is open. */
    public static void lift(Connection transaction) throws SQLException {
        try (Statement sql = transaction.createStatement()) {
            sql.executeUpdate("DELETE FROM ops_pin");
        }
    }

    public boolean forbids(int migration) {
        return migration > Integer.parseInt(version);
    }

    @Override
    public String toString() {
        return "V" + version + " since " + since.toInstant() + " by " + operator + ": " + reason;
    }
}
