package dev.comanda.outbox;

import dev.comanda.database.DirectConnections;
import dev.comanda.database.StandingSession;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the log on this instance and tells what came, in the order of each topic, none left out
 * and none twice. Woken by NOTIFY; looks by itself as well, for what no notification tells.
 */
@Component
public class EventTail implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventTail.class);
    private static final int LIMIT = 500;
    private static final int POLL_MS = 1_000;
    /** Where notifications do not come through, as behind a pooler that shares sessions. */
    private static final int UNTOLD_POLL_MS = 50;

    private final DirectConnections connections;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    /** Guards what follows, and is held while listeners hear of it. */
    private final ReentrantLock order = new ReentrantLock();
    private final Map<String, Long> lastSeq = new HashMap<>();
    private String epoch = "";
    private long cursor;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final Timer delay;
    private volatile long caughtUpNanos = System.nanoTime();
    private volatile @Nullable StandingSession session;

    EventTail(DirectConnections connections, MeterRegistry meters) {
        this.connections = connections;
        delay = Timer.builder("comanda.events.delay")
                .description("from an event's writing to its telling on this instance")
                .serviceLevelObjectives(Duration.ofMillis(10), Duration.ofMillis(20),
                        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200),
                        Duration.ofSeconds(1))
                .register(meters);
        Gauge.builder("comanda.tail.lag", () -> Sequencer.secondsSince(caughtUpNanos))
                .baseUnit("seconds").description("since this instance last knew every event")
                .register(meters);
    }

    /** Tells the listener of every topic's events from now on. */
    public void listen(EventListener listener) {
        listeners.add(listener);
    }

    public void forget(EventListener listener) {
        listeners.remove(listener);
    }

    /**
     * Registers somebody between two events: what is up to the position has been told to the
     * listeners, what is after it has not and will be.
     *
     * @param topic    location and name: {@code main.coworking}
     * @param register told where this instance is; no event is told meanwhile, so it is quick
     * @throws IllegalStateException if the database has not been seen yet
     */
    public Position at(String topic, Consumer<Position> register) {
        awaitBeginning();
        order.lock();
        try {
            Position position = new Position(epoch, lastSeq.getOrDefault(topic, 0L));
            register.accept(position);
            return position;
        } finally {
            order.unlock();
        }
    }

    /** Where this instance is; it may have moved on by the time of the answer. */
    public Position position(String topic) {
        return at(topic, _ -> {});
    }

    /** For how long this instance has not known whether it knows every event. */
    public Duration behind() {
        return Duration.ofNanos(System.nanoTime() - caughtUpNanos);
    }

    private void work(Connection connection, StandingSession self) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement listen = connection.createStatement();
                LogReader reader = new LogReader(connection)) {
            listen.execute("LISTEN comanda_events");
            boolean told = true;
            boolean woken = true;
            while (self.isOpen()) {
                int read = begun.getCount() > 0 ? begin(reader) : readOn(reader);
                if (read == LIMIT) {
                    continue;
                }
                caughtUpNanos = System.nanoTime();
                told = read > 0 ? woken : told;
                PGNotification[] news = postgres.getNotifications(told ? POLL_MS : UNTOLD_POLL_MS);
                woken = news != null && news.length > 0;
            }
        }
    }

    private int begin(LogReader reader) throws SQLException {
        take(reader.ends());
        begun.countDown();
        return 0;
    }

    /** Reads what is new and tells it; how much that was. */
    private int readOn(LogReader reader) throws SQLException {
        LogReader.Batch batch = reader.after(cursor, LIMIT);
        if (!batch.follows(epoch, cursor)) {
            if (batch.lastPosition() < cursor && batch.epoch().equals(epoch)) {
                reader.renewEpochs(epoch, cursor);
            }
            LogReader.Ends ends = reader.ends();
            log.atWarn().addKeyValue("epoch", ends.epoch()).addKeyValue("was", epoch)
                    .log("the log of events was renewed");
            order.lock();
            try {
                take(ends);
                listeners.forEach(EventListener::renewed);
            } finally {
                order.unlock();
            }
            return 0;
        }
        if (!batch.entries().isEmpty()) {
            tell(batch);
        }
        return batch.entries().size();
    }

    private void tell(LogReader.Batch batch) {
        Map<String, List<Event>> byTopic = new LinkedHashMap<>();
        for (LogReader.Entry entry : batch.entries()) {
            byTopic.computeIfAbsent(entry.event().topic(), _ -> new ArrayList<>())
                    .add(entry.event());
            delay.record(Math.max(0, entry.ageMicros()), TimeUnit.MICROSECONDS);
        }
        order.lock();
        try {
            byTopic.forEach((topic, events) -> {
                lastSeq.put(topic, events.getLast().seq());
                listeners.forEach(listener -> listener.events(events));
            });
            cursor = batch.entries().getLast().position();
        } finally {
            order.unlock();
        }
    }

    private void take(LogReader.Ends ends) {
        order.lock();
        try {
            epoch = ends.epoch();
            cursor = ends.lastPosition();
            lastSeq.clear();
            lastSeq.putAll(ends.lastSeq());
        } finally {
            order.unlock();
        }
    }

    private void awaitBeginning() {
        try {
            if (!begun.await(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the log of events has not been reached");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void start() {
        session = connections.keep("comanda-tail", this::work);
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
}
