package dev.comanda.coworking;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The seats of each location. A change and its entry in the audit book are one statement. */
@Component
class Seats {

    private static final String ALL = """
        SELECT code, kind, name, capacity, active
          FROM seats
         WHERE location_id = :location
         ORDER BY length(code), code
        """;

    private static final String ENTER = """
        , entry AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, before, after, register, correlation_id)
            SELECT :location, gen_random_uuid(), :staff, :staffName, :action, 'seats', w.code,
                   w.before, row_to_json(seat)::text, :register, :trace
              FROM written AS w
             CROSS JOIN LATERAL (
                   SELECT w.code, w.kind, w.name, w.capacity, w.active) AS seat)
        SELECT code, kind, name, capacity, active FROM written
        """;

    private static final String CREATE = """
        WITH written AS (
            INSERT INTO seats (location_id, code, kind, name, capacity, active)
            VALUES (:location, :code, :kind, :name, :capacity, :active)
                ON CONFLICT DO NOTHING
            RETURNING code, kind, name, capacity, active, NULL::text AS before)
        """ + ENTER;

    /** What a change leaves out stays. */
    private static final String CHANGE = """
        WITH written AS (
            UPDATE seats AS s
               SET kind = coalesce(:kind, s.kind), name = coalesce(:name, s.name),
                   capacity = coalesce(:capacity, s.capacity),
                   active = coalesce(:active, s.active)
              FROM (SELECT o.code, row_to_json(o)::text AS before
                      FROM (SELECT code, kind, name, capacity, active
                              FROM seats
                             WHERE location_id = :location AND code = :code
                               FOR UPDATE) AS o) AS old
             WHERE s.location_id = :location AND s.code = old.code
            RETURNING s.code, s.kind, s.name, s.capacity, s.active, old.before)
        """ + ENTER;

    private final JdbcClient jdbc;
    private final Database database;

    Seats(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    List<Seat> all(Caller caller) {
        return database.keyed("seat list", () -> jdbc.sql(ALL)
                .param("location", caller.locationId()).query(Seat.class).list());
    }

    /** Empty where the location has a seat of that code. */
    Optional<Seat> create(Caller caller, Seat seat) {
        return database.once("seat creation", () -> statement(CREATE, caller, "create", seat.code())
                .param("kind", seat.kind()).param("name", seat.name())
                .param("capacity", seat.capacity()).param("active", seat.active())
                .query(Seat.class).optional());
    }

    /** Empty where the location has no such seat. A session that is there now stays. */
    Optional<Seat> change(Caller caller, String code, ChangeSeat change) {
        return database.once("seat change", () -> statement(CHANGE, caller, "change", code)
                .param("kind", change.kind()).param("name", change.name())
                .param("capacity", change.capacity()).param("active", change.active())
                .query(Seat.class).optional());
    }

    /** What changes; null stays. */
    record ChangeSeat(@Nullable String kind, @Nullable String name, @Nullable Integer capacity,
            @Nullable Boolean active) {}

    private JdbcClient.StatementSpec statement(String sql, Caller caller, String action,
            String code) {
        return jdbc.sql(sql).param("location", caller.locationId()).param("code", code)
                .param("staff", caller.staffId()).param("staffName", caller.staffName())
                .param("register", caller.register()).param("action", action)
                .param("trace", CorrelationId.current());
    }
}
