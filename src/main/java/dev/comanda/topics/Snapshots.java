package dev.comanda.topics;

import dev.comanda.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the state of a topic with the number that belongs to it, in one statement. However many
 * screens come back at once, one reading at a time is made for each topic and all who asked before
 * it began share it; nobody gets one that began before he asked.
 *
 * @see "db/schema.sql, topic_snapshot"
 */
@Component
final class Snapshots {

    /** Names of topics are of the form of a code and need no quoting. */
    private static final String READ = """
        SELECT '{"topic":"' || :topic || '","epoch":"' || s.epoch || '","seq":' || s.seq
               || ',"settled":' || s.settled || ',"digest":"' || s.digest
               || '","data":' || s.data || '}'
          FROM topic_snapshot(:location, :name) AS s
        """;

    private final Database database;
    private final JdbcClient jdbc;
    private final Timer readings;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();

    Snapshots(Database database, JdbcClient jdbc, MeterRegistry meters) {
        this.database = database;
        this.jdbc = jdbc;
        readings = Timer.builder("comanda.snapshots")
                .description("readings of a topic's state; some are shared by many requests")
                .register(meters);
    }

    /**
     * The state as it is now.
     *
     * @param topic of that location, one of those that exist: {@code main.coworking}
     */
    Snapshot of(int locationId, String topic) {
        return desks.computeIfAbsent(topic, _ -> new Desk(locationId, topic)).take();
    }

    private Snapshot read(int locationId, String topic) {
        return readings.record(() -> Snapshot.of(database.keyed("topic snapshot",
                () -> jdbc.sql(READ).param("location", locationId).param("topic", topic)
                        .param("name", topic.substring(topic.indexOf('.') + 1))
                        .query(String.class).single())));
    }

    /** Where those who want the same queue up. */
    private final class Desk {
        private final int locationId;
        private final String topic;
        private final ReentrantLock turn = new ReentrantLock(true);
        /** The reading that has not begun. */
        private volatile FutureTask<Snapshot> next;

        Desk(int locationId, String topic) {
            this.locationId = locationId;
            this.topic = topic;
            this.next = task();
        }

        private FutureTask<Snapshot> task() {
            return new FutureTask<>(() -> read(locationId, topic));
        }

        Snapshot take() {
            FutureTask<Snapshot> mine = next;
            turn.lock();
            try {
                if (!mine.isDone()) {
                    next = task(); // for whoever comes from now on
                    mine.run();
                }
            } finally {
                turn.unlock();
            }
            try {
                return mine.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException why
                        ? why
                        : new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
