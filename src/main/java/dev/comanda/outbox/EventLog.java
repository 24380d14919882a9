package dev.comanda.outbox;

import dev.comanda.database.Database;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The numbered events as they stand in the database, any of them that is not pruned. */
@Component
public class EventLog {

    private static final String POSITION = """
        SELECT g.epoch, coalesce((
                   SELECT t.last_seq
                     FROM topics AS t
                     JOIN locations AS l ON l.id = t.location_id
                    WHERE l.code = :location AND t.topic = :topic), 0) AS seq
          FROM event_log AS g
        """;

    /** One statement, hence one snapshot: end and events agree. */
    private static final String AFTER = """
        SELECT g.epoch, coalesce(t.last_seq, 0) AS last_seq,
               e.seq, e.type, e.at, e.data, e.correlation_id
          FROM event_log AS g
          LEFT JOIN locations AS l ON l.code = :location
          LEFT JOIN topics AS t ON t.location_id = l.id AND t.topic = :topic
          LEFT JOIN LATERAL (
               SELECT e.seq, e.type, e.at, e.data, e.correlation_id,
                      sum(octet_length(e.data)) OVER (ORDER BY e.seq)
                      - octet_length(e.data) AS bytes_before
                 FROM events AS e
                WHERE e.location_id = l.id AND e.topic = :topic AND e.seq > :after
                ORDER BY e.seq
                LIMIT :limit) AS e ON e.bytes_before < :bytes
         ORDER BY e.seq
        """;

    private final JdbcClient jdbc;
    private final Database database;

    EventLog(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /**
     * Where the log of a topic ends. Inside of a transaction, as of its snapshot.
     *
     * @param topic location and name: {@code main.coworking}
     */
    public Position position(String topic) {
        return database.keyed("event position", () -> jdbc.sql(POSITION)
                .param("location", location(topic)).param("topic", name(topic))
                .query((row, _) -> new Position(row.getString("epoch"), row.getLong("seq")))
                .single());
    }

    /**
     * The events after a number that the reader knows.
     *
     * @param seq   the last that he has, 0 or more
     * @param limit at most so many; there may be more
     * @param bytes no other once their data has so many
     */
    public Catchup after(String topic, long seq, int limit, int bytes) {
        return database.keyed("event reading", () -> read(topic, seq, limit, bytes));
    }

    private Catchup read(String topic, long seq, int limit, int bytes) {
        List<Event> events = new ArrayList<>();
        Position end = jdbc.sql(AFTER).param("location", location(topic))
                .param("topic", name(topic)).param("after", seq).param("limit", limit)
                .param("bytes", bytes).query(rows -> {
                    Position last = new Position("", 0);
                    while (rows.next()) {
                        String epoch = rows.getString("epoch");
                        last = new Position(epoch, rows.getLong("last_seq"));
                        if (rows.getString("type") != null) {
                            events.add(new Event(topic, epoch, rows.getLong("seq"),
                                    rows.getString("type"),
                                    rows.getObject("at", OffsetDateTime.class).toInstant(),
                                    rows.getString("data"), rows.getString("correlation_id")));
                        }
                    }
                    return last;
                });
        boolean beyond = seq > end.seq();
        boolean hole = seq < end.seq() && (events.isEmpty() || events.getFirst().seq() != seq + 1);
        return beyond || hole
                ? new Catchup.Pruned(end)
                : new Catchup.Events(end, List.copyOf(events));
    }

    private static String location(String topic) {
        return topic.substring(0, Math.max(0, topic.indexOf('.')));
    }

    private static String name(String topic) {
        return topic.substring(topic.indexOf('.') + 1);
    }
}
