package dev.comanda.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log of all topics by position, read over one session. */
final class LogReader implements AutoCloseable {

    private static final String AFTER = """
        SELECT g.epoch, g.last_position, l.code || '.' || e.topic AS topic, e.position, e.seq,
               e.type, e.at, e.data, e.correlation_id,
               (extract(epoch FROM clock_timestamp() - e.at) * 1000000)::bigint AS age_us
          FROM event_log AS g
          LEFT JOIN LATERAL (
               SELECT e.location_id, e.topic, e.position, e.seq, e.type, e.at, e.data,
                      e.correlation_id
                 FROM events AS e
                WHERE e.position > ?
                ORDER BY e.position
                LIMIT ?) AS e ON true
          LEFT JOIN locations AS l ON l.id = e.location_id
         ORDER BY e.position
        """;
    private static final String ENDS = """
        SELECT g.epoch, g.last_position, t.topic, t.last_seq
          FROM event_log AS g
          LEFT JOIN (SELECT l.code || '.' || t.topic AS topic, t.last_seq
                       FROM topics AS t
                       JOIN locations AS l ON l.id = t.location_id) AS t ON true
        """;
    /** Only the first of several instances that notice. */
    private static final String RENEW = """
        SELECT renew_epochs() FROM event_log WHERE epoch = ?::uuid AND last_position < ?
        """;

    private final PreparedStatement after;
    private final PreparedStatement ends;
    private final PreparedStatement renew;

    LogReader(Connection connection) throws SQLException {
        after = connection.prepareStatement(AFTER);
        ends = connection.prepareStatement(ENDS);
        renew = connection.prepareStatement(RENEW);
    }

    /** One event and its place among all topics. */
    record Entry(long position, Event event, long ageMicros) {}

    /** What came after a position, and where the log ends. */
    record Batch(String epoch, long lastPosition, List<Entry> entries) {

        /** Whether it goes on, without a hole, where a reader was. */
        boolean follows(String readerEpoch, long position) {
            boolean hole = entries.isEmpty()
                    ? lastPosition != position
                    : entries.getFirst().position() != position + 1;
            return epoch.equals(readerEpoch) && !hole;
        }
    }

    /** Where everything ends at one moment. */
    record Ends(String epoch, long lastPosition, Map<String, Long> lastSeq) {}

    Batch after(long position, int limit) throws SQLException {
        after.setLong(1, position);
        after.setInt(2, limit);
        List<Entry> entries = new ArrayList<>();
        String epoch = "";
        long last = 0;
        try (ResultSet row = after.executeQuery()) {
            while (row.next()) {
                epoch = row.getString("epoch");
                last = row.getLong("last_position");
                String topic = row.getString("topic");
                if (topic != null) {
                    entries.add(entry(row, topic, epoch));
                }
            }
        }
        return new Batch(epoch, last, entries);
    }

    private static Entry entry(ResultSet row, String topic, String epoch) throws SQLException {
        return new Entry(row.getLong("position"), new Event(topic, epoch, row.getLong("seq"),
                row.getString("type"), row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("data"), row.getString("correlation_id")), row.getLong("age_us"));
    }

    Ends ends() throws SQLException {
        Map<String, Long> lastSeq = new HashMap<>();
        String epoch = "";
        long last = 0;
        try (ResultSet row = ends.executeQuery()) {
            while (row.next()) {
                epoch = row.getString("epoch");
                last = row.getLong("last_position");
                @Nullable
                String topic = row.getString("topic");
                if (topic != null) {
                    lastSeq.put(topic, row.getLong("last_seq"));
                }
            }
        }
        return new Ends(epoch, last, lastSeq);
    }

    void renewEpochs(String epoch, long position) throws SQLException {
        renew.setString(1, epoch);
        renew.setLong(2, position);
        renew.execute();
    }

    @Override
    public void close() throws SQLException {
        after.close();
        ends.close();
        renew.close();
    }
}
