package dev.comanda.coworking;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import dev.comanda.web.JsonBody;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** When a session is forgotten, over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/coworking/settings")
class RoomSettingsApi {

    private static final String READ = """
        SELECT coalesce((SELECT json_strip_nulls(json_build_object(
                                    'alertAfterMinutes', alert_after_minutes,
                                    'closing', closing))::text
                           FROM room_settings
                          WHERE location_id = :location), '{"closing":{}}')
        """;
    /** Change and entry in the audit book are one statement. */
    private static final String WRITE = """
        WITH old AS (
            SELECT json_build_object('alertAfterMinutes', alert_after_minutes,
                                     'closing', closing)::text AS text
              FROM room_settings
             WHERE location_id = :location),
        written AS (
            INSERT INTO room_settings (location_id, alert_after_minutes, closing, changed_at)
            VALUES (:location, :alert, :closing::jsonb, room_now())
                ON CONFLICT (location_id) DO UPDATE
               SET alert_after_minutes = excluded.alert_after_minutes,
                   closing = excluded.closing, changed_at = excluded.changed_at
            RETURNING json_strip_nulls(json_build_object(
                          'alertAfterMinutes', alert_after_minutes,
                          'closing', closing))::text AS text),
        entry AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, before, after, register, correlation_id)
            SELECT :location, gen_random_uuid(), :staff, :staffName, 'change', 'room_settings',
                   'room', (SELECT text FROM old), w.text, :register, :trace
              FROM written AS w)
        SELECT text FROM written
        """;

    private final JdbcClient jdbc;
    private final Database database;

    RoomSettingsApi(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    @GetMapping
    ResponseEntity<Object> read(Caller caller) {
        return json(database.keyed("room settings", () -> jdbc.sql(READ)
                .param("location", caller.locationId()).query(String.class).single()));
    }

    @PutMapping
    ResponseEntity<Object> write(Caller caller, @JsonBody RoomSettings wish) {
        String closing = JsonMapper.shared().writeValueAsString(wish.closing());
        return json(database.once("room settings", () -> jdbc.sql(WRITE)
                .param("location", caller.locationId()).param("alert", wish.alertAfterMinutes())
                .param("closing", closing).param("staff", caller.staffId())
                .param("staffName", caller.staffName()).param("register", caller.register())
                .param("trace", CorrelationId.current()).query(String.class).single()));
    }

    private static ResponseEntity<Object> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
