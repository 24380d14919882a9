package dev.comanda.health;

import dev.comanda.database.Database;
import dev.comanda.database.DatabaseUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an operator counts by hand after a deploy (R 4.25). */
@Component
class Activity {

    /** The keys' index is on expires_at, which V001 sets to 30 days after created_at. */
    private static final String COUNT = """
        SELECT (SELECT count(*) FROM orders
                 WHERE created_at > now() - interval '1 hour'
                   AND (:location = 0 OR location_id = :location)) AS orders,
               (SELECT count(*) FROM idempotency_keys
                 WHERE response IS NOT NULL
                   AND expires_at > now() + interval '30 days' - interval '1 hour'
                   AND created_at > now() - interval '1 hour'
                   AND (:location = 0 OR location_id = :location)) AS keys,
               to_regclass('coworking_sessions') IS NOT NULL AS coworking
        """;
    private static final String ACTIVE_SESSIONS = """
        SELECT count(*) FROM coworking_sessions
         WHERE status = 'active' AND (:location = 0 OR location_id = :location)
        """;

    private final Database database;
    private final JdbcClient jdbc;

    /**
     * Counts of one location, or of all.
     *
     * @param activeCoworkingSessions now; {@code null} where the schema has none
     */
    record Counts(long ordersLastHour, long idempotencyKeysLastHour,
            @Nullable Long activeCoworkingSessions) {}

    private record Row(long orders, long keys, boolean coworking) {}

    Activity(Database database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /**
     * Counts; empty while the database is away.
     *
     * @param locationId 0: all of them
     */
    Optional<Counts> of(int locationId) {
        try {
            return Optional.of(database.keyed("activity", () -> count(locationId)));
        } catch (DatabaseUnavailableException e) {
            return Optional.empty();
        }
    }

    private Counts count(int locationId) {
        Row row = jdbc.sql(COUNT).param("location", locationId).query(
                (found, _) -> new Row(found.getLong("orders"), found.getLong("keys"),
                        found.getBoolean("coworking")))
                .single();
        return new Counts(row.orders, row.keys, row.coworking
                ? jdbc.sql(ACTIVE_SESSIONS).param("location", locationId).query(Long.class)
                        .single()
                : null);
    }
}
