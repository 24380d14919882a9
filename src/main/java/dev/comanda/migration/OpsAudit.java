package dev.comanda.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The book of what operators did to a database (R 0.10): who, why, for which incident, and the
 * schema before and after. Written in the transaction of the deed.
 *
 * @param command as it was typed, without secrets
 * @param detail what it did, in words or as JSON
 */
public record OpsAudit(String command, Account account, @Nullable State before,
        @Nullable State after, String detail) {

    /** Where the schema stood: the newest version, and a digest of all that is in it. */
    public record State(String version, String fingerprint) {

        public static State of(Connection connection) throws SQLException {
            return new State(SchemaHistory.of(connection).version(),
                    Schema.of(connection).digest());
        }
    }

    /** Writes it. */
    public void write(Connection transaction) throws SQLException {
        OpsTables.ensure(transaction);
        try (PreparedStatement sql = transaction.prepareStatement("""
            INSERT INTO ops_audit (command, operator, reason, incident, schema_before,
                                   schema_after, fingerprint_before, fingerprint_after, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
            sql.setString(1, command);
            sql.setString(2, account.operator());
            sql.setString(3, account.reason());
            sql.setString(4, account.incident());
            sql.setString(5, before == null ? null : before.version);
            sql.setString(6, after == null ? null : after.version);
            sql.setString(7, before == null ? null : before.fingerprint);
            sql.setString(8, after == null ? null : after.fingerprint);
            sql.setString(9, detail);
            sql.executeUpdate();
        }
    }
}
