package dev.comanda.security;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after sessions that hold something open without making requests, such as a socket: once a
 * second, in one statement for all of them, wherever the session was ended. Those that are over are
 * named by a {@link SessionEnded} and no longer watched.
 */
@Component
public class SessionWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
    private static final String ALIVE = """
        WITH watched AS (
            SELECT split_part(pair, '/', 1)::integer AS location_id,
                   split_part(pair, '/', 2)::uuid AS id
              FROM unnest(string_to_array(:pairs, ',')) AS pair)
        SELECT w.location_id || '/' || w.id
          FROM watched AS w
          JOIN locations AS l ON l.id = w.location_id AND l.active
          LEFT JOIN staff_sessions AS s ON s.location_id = w.location_id AND s.id = w.id
          LEFT JOIN staff AS p ON p.location_id = s.location_id AND p.id = s.staff_id
          LEFT JOIN devices AS d ON d.location_id = w.location_id
                                AND d.id = coalesce(s.device_id, w.id)
         WHERE (s.id IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AND p.active
                OR s.id IS NULL AND d.id IS NOT NULL)
           AND d.revoked_at IS NULL
        """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    /** Whose session, and how many parts of the server hold something open for it. */
    private record Watched(Caller caller, int holders) {}

    SessionWatch(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Watches the caller's session until it is over or {@link #unwatch} is called as often. */
    public void watch(Caller caller) {
        watched.merge(name(caller.locationId(), caller.sessionId()), new Watched(caller, 1),
                (known, one) -> new Watched(caller, known.holders + 1));
    }

    /** Who called {@link #watch} holds nothing open for this session any more. */
    public void unwatch(Caller caller) {
        watched.computeIfPresent(name(caller.locationId(), caller.sessionId()),
                (_, known) -> known.holders == 1 ? null : new Watched(caller, known.holders - 1));
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void look() {
        Set<String> asked = Set.copyOf(watched.keySet());
        if (asked.isEmpty()) {
            return;
        }
        try {
            Set<String> alive = jdbc.sql(ALIVE).param("pairs", String.join(",", asked))
                    .query(String.class).list().stream().collect(Collectors.toSet());
            asked.stream().filter(name -> !alive.contains(name)).forEach(this::end);
        } catch (DataAccessException e) {
            // the database is away, which is said elsewhere; nobody is let go for that
            LOG.debug("sessions not looked at", e);
        }
    }

    private void end(String name) {
        Watched over = watched.remove(name);
        if (over != null) {
            Caller caller = over.caller;
            events.publishEvent(new SessionEnded(caller.locationId(), caller.sessionId()));
        }
    }

    private static String name(int locationId, UUID sessionId) {
        return locationId + "/" + sessionId;
    }
}
