package dev.comanda.ops;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Forgets what has had its time, a thousand rows at a time, each batch a transaction of its own
 * that passes over rows somebody else holds: no till waits for it, and it may be stopped any time.
 */
final class Pruning {

    /** The key itself stays for ever: the same sale is never sold twice. */
    static final String ANSWERS = """
        UPDATE idempotency_keys AS k
           SET response = NULL
          FROM (SELECT location_id, key
                  FROM idempotency_keys
                 WHERE response IS NOT NULL AND expires_at < now() - make_interval(days => ?)
                 ORDER BY expires_at
                 LIMIT 1000
                   FOR UPDATE SKIP LOCKED) AS old
         WHERE k.location_id = old.location_id AND k.key = old.key
        """;
    static final String SESSIONS = """
        DELETE FROM staff_sessions AS s
         USING (SELECT location_id, id
                  FROM staff_sessions
                 WHERE coalesce(ended_at, expires_at) < now() - make_interval(days => ?)
                 LIMIT 1000
                   FOR UPDATE SKIP LOCKED) AS old
         WHERE s.location_id = old.location_id AND s.id = old.id
        """;
    static final String WRONG_PINS = """
        DELETE FROM pin_failures AS p
         USING (SELECT location_id, staff_id, origin
                  FROM pin_failures
                 WHERE locked_until < now() - make_interval(days => ?)
                 LIMIT 1000
                   FOR UPDATE SKIP LOCKED) AS old
         WHERE p.location_id = old.location_id AND p.staff_id = old.staff_id
           AND p.origin = old.origin
        """;
    static final String OPERATIONS = """
        DELETE FROM ops_audit AS a
         USING (SELECT id
                  FROM ops_audit
                 WHERE at < now() - make_interval(days => ?)
                 LIMIT 1000
                   FOR UPDATE SKIP LOCKED) AS old
         WHERE a.id = old.id
        """;
    private static final String EVENTS = """
        SELECT prune_events(now() - make_interval(days => ?), 1000)
        """;

    private final Connection connection;

    /** @param connection in autocommit mode */
    Pruning(Connection connection) {
        this.connection = connection;
    }

    /** Repeats one of the statements until nothing is left; how many rows it met. */
    long rows(String statement, int days) throws SQLException {
        long pruned = 0;
        try (PreparedStatement sql = connection.prepareStatement(statement)) {
            sql.setInt(1, days);
            for (int batch = sql.executeUpdate(); batch > 0; batch = sql.executeUpdate()) {
                pruned += batch;
            }
        }
        return pruned;
    }

    long events(int days) throws SQLException {
        long pruned = 0;
        try (PreparedStatement sql = connection.prepareStatement(EVENTS)) {
            sql.setInt(1, days);
            while (true) {
                try (ResultSet row = sql.executeQuery()) {
                    row.next();
                    if (row.getInt(1) == 0) {
                        return pruned;
                    }
                    pruned += row.getInt(1);
                }
            }
        }
    }
}
