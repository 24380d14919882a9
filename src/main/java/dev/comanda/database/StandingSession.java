package dev.comanda.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a session of its own, for as long as the application runs. Whatever fails, it
 * connects again and goes on, after a pause that grows to five seconds.
 */
public final class StandingSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StandingSession.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** A server that is gone is noticed; a statement that takes longer would be stopped before. */
    private static final int NETWORK_TIMEOUT_MS = 10_000;
    private static final String LIMITS = "SET statement_timeout = '8s';"
            + " SET idle_in_transaction_session_timeout = '10s'; SET jit = off";

    private final DirectConnections connections;
    private final String purpose;
    private final Work work;
    private final Thread thread;
    private volatile boolean open = true;
    private volatile @Nullable Connection current;

    /** What is done with the session, in autocommit. */
    @FunctionalInterface
    public interface Work {

        /**
         * Works until {@link StandingSession#isOpen} is false.
         *
         * @throws SQLException if the session failed: it is called again with another one
         */
        void on(Connection session, StandingSession self) throws SQLException;
    }

    StandingSession(DirectConnections connections, String purpose, Work work) {
        this.connections = connections;
        this.purpose = purpose;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(purpose).unstarted(this::live);
        thread.start();
    }

    /** Whether to go on. */
    public boolean isOpen() {
        return open;
    }

    /** Ends the present {@link #rest}, or the next. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Rests until woken, or for so long; may end early. */
    public void rest(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    /** Ends the work: between two statements if it looks soon, else in the middle. */
    @Override
    public void close() {
        open = false;
        wake();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Connection left = current;
        if (left != null && thread.isAlive()) {
            abort(left);
        }
    }

    private void live() {
        int failures = 0;
        while (open) {
            long start = System.nanoTime();
            try (Connection session = connections.open(purpose);
                    Statement limits = session.createStatement()) {
                session.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
                limits.execute(LIMITS);
                current = session;
                work.on(session, this);
            } catch (SQLException | RuntimeException e) {
                boolean steady = System.nanoTime() - start > STEADY.toNanos();
                failures = steady ? 1 : failures + 1;
                report(e, failures);
                pause(failures);
            } finally {
                current = null;
            }
        }
    }

    private void report(Exception failure, int failures) {
        if (!open) {
            return;
        }
        if (failure instanceof RuntimeException) {
            log.error("{} failed and begins again", purpose, failure);
        } else if (failures == 1) {
            log.warn("{} lost its connection and connects again: {}", purpose,
                    failure.toString());
        }
    }

    private void pause(int failures) {
        long ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures - 1, 10));
        long end = System.nanoTime()
                + ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1) * 1_000_000;
        while (open && System.nanoTime() < end) {
            rest(end - System.nanoTime());
        }
    }

    private static void abort(Connection session) {
        try {
            session.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("already gone", e);
        }
    }
}
