package dev.comanda.coworking;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A location's sessions, those that began last first, in keyset pages. */
@Component
class RoomSessionList {

    /** NULL parameters do not filter; a day is the shop's, midnight to midnight in its zone. */
    private static final String PAGE = """
        SELECT s.id, session_json(s.location_id, s.id) AS answer
          FROM coworking_sessions AS s
         WHERE s.location_id = :location
           AND (:status::text IS NULL OR s.status = :status
                OR (:status = 'open' AND s.status IN ('active', 'awaiting-payment')))
           AND (:seat::text IS NULL OR s.seat = :seat)
           AND s.started_at >= coalesce(
                   (SELECT :day::date::timestamp AT TIME ZONE l.time_zone
                      FROM locations AS l WHERE l.id = :location), '-infinity')
           AND s.started_at < coalesce(
                   (SELECT (:day::date + 1)::timestamp AT TIME ZONE l.time_zone
                      FROM locations AS l WHERE l.id = :location), 'infinity')
           AND (:cursor::uuid IS NULL OR (s.started_at, s.id) < (
                   SELECT c.started_at, c.id
                     FROM coworking_sessions AS c
                    WHERE c.location_id = :location AND c.id = :cursor))
         ORDER BY s.started_at DESC, s.id DESC
         LIMIT :limit + 1
        """;

    private final JdbcClient jdbc;
    private final Database database;

    RoomSessionList(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** What to list; null does not filter; status {@code open}: not paid yet. */
    record Filter(@Nullable String status, @Nullable String seat, @Nullable LocalDate day) {}

    private record Row(UUID id, String answer) {}

    /**
     * One page as the JSON that the API answers.
     *
     * @param after {@code nextCursor} of the page before: the last session that was on it
     */
    String page(Caller caller, Filter filter, int limit, @Nullable UUID after) {
        List<Row> rows = database.keyed("session list", () -> jdbc.sql(PAGE)
                .param("location", caller.locationId()).param("status", filter.status())
                .param("seat", filter.seat()).param("day", filter.day())
                .param("cursor", after).param("limit", limit).query(Row.class).list());
        List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
        String sessions = page.stream().map(Row::answer)
                .collect(Collectors.joining(",", "{\"sessions\":[", "]"));
        return rows.size() > limit
                ? sessions + ",\"nextCursor\":\"" + page.getLast().id() + "\"}"
                : sessions + "}";
    }
}
