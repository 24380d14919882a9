package dev.comanda.outbox;

import dev.comanda.database.DirectConnections;
import dev.comanda.database.StandingSession;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Numbers what has been committed, on a session of its own: at once when this instance wrote
 * something, otherwise soon. Any number of instances do so on one database; one at a time works,
 * each in one statement, so that no end of a process leaves anything half done.
 *
 * @see "db/migration/V030, sequence_events"
 */
@Component
public class Sequencer implements SmartLifecycle {

    private static final String NUMBER = "SELECT moved, derived, more FROM sequence_events(500)";
    private static final String WAITING = """
        SELECT count(*) AS rows,
               coalesce(extract(epoch FROM clock_timestamp() - min(w.written_at)), 0) AS age
          FROM (SELECT coalesce(written_at, created_at) AS written_at
                  FROM outbox LIMIT 10000) AS w
        """;
    /** For what nobody nudges: another release, an import, an instance that died after a commit. */
    private static final Duration POLL = Duration.ofMillis(200);
    /**
     * A batch costs little more for ten sales than for one, so under load they are further apart,
     * by 2 ms for each event that the last one moved. Who sells alone is told at once.
     */
    private static final Duration SPACING = Duration.ofMillis(10);
    private static final Duration SPACING_UNDER_LOAD = Duration.ofMillis(25);
    private static final Duration SPACING_PER_EVENT = Duration.ofMillis(2);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final DirectConnections connections;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Timer batches;
    private final Counter derived;
    private final Counter moved;
    private volatile @Nullable StandingSession session;
    private volatile long workedNanos = System.nanoTime();
    private volatile double waiting;
    private volatile double oldestSeconds;

    Sequencer(DirectConnections connections, MeterRegistry meters) {
        this.connections = connections;
        batches = Timer.builder("comanda.sequencer.batches")
                .description("batches that numbered something").register(meters);
        moved = Counter.builder("comanda.sequencer.events").tag("origin", "announced")
                .description("events that this instance numbered").register(meters);
        derived = Counter.builder("comanda.sequencer.events").tag("origin", "derived")
                .description("events that this instance numbered").register(meters);
        Gauge.builder("comanda.sequencer.silence", () -> secondsSince(workedNanos))
                .baseUnit("seconds").description("since the sequencer last looked")
                .register(meters);
        Gauge.builder("comanda.outbox.waiting", () -> waiting)
                .description("committed events without a number, at most 10000")
                .register(meters);
        Gauge.builder("comanda.outbox.oldest", () -> oldestSeconds).baseUnit("seconds")
                .description("age of the oldest of them").register(meters);
    }

    /**
     * Something was committed that is to be announced: to be called after each such commit. Costs
     * nothing while an earlier call has not been acted upon.
     */
    public void nudge() {
        StandingSession sleeping = session;
        if (!wanted.getAndSet(true) && sleeping != null) {
            sleeping.wake();
        }
    }

    private void work(Connection connection, StandingSession self) throws SQLException {
        long nextLook = System.nanoTime();
        try (PreparedStatement number = connection.prepareStatement(NUMBER);
                PreparedStatement look = connection.prepareStatement(WAITING)) {
            do {
                wanted.set(false);
                long start = System.nanoTime();
                Batch batch = number(number, start);
                if (!batch.more()) {
                    rest(self, start + spacing(batch), false);
                    rest(self, start + POLL.toNanos(), true);
                }
                if (System.nanoTime() - nextLook >= 0) {
                    look(look);
                    nextLook = System.nanoTime() + LOOK.toNanos();
                }
            } while (self.isOpen());
            if (wanted.get()) {
                number(number, System.nanoTime()); // the last sales before the end
            }
        }
    }

    /** How many business transactions' events got their numbers, and whether others wait. */
    private record Batch(int moved, boolean more) {}

    private Batch number(PreparedStatement statement, long start) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            workedNanos = System.nanoTime();
            Batch batch = new Batch(row.getInt("moved"), row.getBoolean("more"));
            if (batch.moved() > 0) {
                batches.record(workedNanos - start, TimeUnit.NANOSECONDS);
                moved.increment(batch.moved());
                derived.increment(row.getInt("derived"));
            }
            return batch;
        }
    }

    private static long spacing(Batch batch) {
        return Math.clamp(batch.moved() * SPACING_PER_EVENT.toNanos(), SPACING.toNanos(),
                SPACING_UNDER_LOAD.toNanos());
    }

    private void look(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            waiting = row.getDouble("rows");
            oldestSeconds = row.getDouble("age");
        }
    }

    private void rest(StandingSession self, long until, boolean untilWanted) {
        for (long left = until - System.nanoTime(); left > 0 && self.isOpen()
                && !(untilWanted && wanted.get()); left = until - System.nanoTime()) {
            self.rest(left);
        }
    }

    /** Before the first request is answered: what a restored database brings has a new epoch. */
    @Override
    public void start() {
        try (Connection first = connections.open("comanda-sequencer");
                Statement statement = first.createStatement()) {
            statement.execute(NUMBER);
        } catch (SQLException e) {
            throw new IllegalStateException("The events cannot be numbered", e);
        }
        session = connections.keep("comanda-sequencer", this::work);
    }

    @Override
    public void stop() {
        StandingSession ending = session;
        session = null;
        if (ending != null) {
            ending.close();
        }
    }

    @Override
    public boolean isRunning() {
        return session != null;
    }

    /** Before the web server begins, after it has ended. */
    @Override
    public int getPhase() {
        return 0;
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
