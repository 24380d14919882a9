package dev.comanda.loadtest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the numbering of events on all instances, and with it what the tails read and send, by
 * holding the lock that each batch takes (V030, sequence_events). Sales go on and wait in outbox.
 */
final class Numbering implements AutoCloseable {

    private static final String LOCK = "(30, 'event_log'::regclass::oid::integer)";

    private final Connection session;

    Numbering(Connection session) {
        this.session = session;
    }

    void stop() throws SQLException {
        ask("SELECT pg_advisory_lock" + LOCK);
    }

    /** Goes on, and waits until everything has its number. */
    void goOn() throws SQLException {
        ask("SELECT pg_advisory_unlock" + LOCK);
        while (!ask("SELECT NOT EXISTS (SELECT FROM outbox)")) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean ask(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return "t".equals(row.getString(1));
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
