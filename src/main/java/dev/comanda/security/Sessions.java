package dev.comanda.security;

import dev.comanda.web.CorrelationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions of staff: opened by a sign-in, kept alive by renewing them, ended by a sign-out, a
 * revocation or their time.
 */
@Component
@Transactional
public class Sessions {
    /** A shift with its overtime: nobody types a password in the middle of one. */
    static final Duration LIFETIME = Duration.ofHours(12);
    /** A till that nobody renewed for as long was left behind. */
    static final Duration IDLE = Duration.ofHours(4);
    /** A renewed token's predecessor is still good for as long: its answer may have been lost. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final String OPEN = """
        WITH opened AS (
            INSERT INTO staff_sessions (location_id, id, staff_id, device_id, refresh_hash,
                                        refreshed_at, expires_at)
            VALUES (:location, :id, :staff, :device, :hash, now(),
                    now() + make_interval(secs => :seconds))
            RETURNING staff_id, expires_at,
                      (SELECT d.register FROM devices AS d
                        WHERE d.location_id = :location AND d.id = :device) AS register),
        entered AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, register, correlation_id)
            SELECT :location, gen_random_uuid(), p.id, p.name, 'sign-in', 'staff_sessions', :id,
                   o.register, :trace
              FROM opened AS o
              JOIN staff AS p ON p.location_id = :location AND p.id = o.staff_id)
        SELECT staff_id, expires_at, register FROM opened
        """;
    private static final String RENEW = """
        UPDATE staff_sessions AS s
           SET previous_refresh_hash = CASE WHEN s.refresh_hash = :hash THEN s.refresh_hash
                                            ELSE s.previous_refresh_hash END,
               refresh_hash = :next, refreshed_at = CASE WHEN s.refresh_hash = :hash THEN now()
                                                         ELSE s.refreshed_at END
          FROM staff AS p, locations AS l
         WHERE s.location_id = :location AND s.id = :id
           AND p.location_id = s.location_id AND p.id = s.staff_id AND p.active
           AND l.id = s.location_id AND l.active
           AND s.ended_at IS NULL AND s.expires_at > now()
           AND s.refreshed_at > now() - make_interval(secs => :idle)
           AND (s.refresh_hash = :hash
                OR s.previous_refresh_hash = :hash
                   AND s.refreshed_at > now() - make_interval(secs => :grace))
        RETURNING s.staff_id, s.expires_at,
                  (SELECT d.register FROM devices AS d
                    WHERE d.location_id = s.location_id AND d.id = s.device_id) AS register
        """;
    private static final String STOLEN = """
        SELECT EXISTS (SELECT FROM staff_sessions
                        WHERE location_id = :location AND id = :id
                          AND previous_refresh_hash = :hash AND ended_at IS NULL)
        """;
    private static final String END = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND id = :id AND ended_at IS NULL
        RETURNING id
        """;
    private static final String END_OWN = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND id = :id AND staff_id = :staff AND ended_at IS NULL
        RETURNING id
        """;
    private static final String RUNNING = """
        SELECT s.id, d.register, s.created_at, s.refreshed_at, s.expires_at
          FROM staff_sessions AS s
          LEFT JOIN devices AS d ON d.location_id = s.location_id AND d.id = s.device_id
         WHERE s.location_id = :location AND s.staff_id = :staff AND s.ended_at IS NULL
           AND s.expires_at > now() AND s.refreshed_at > now() - make_interval(secs => :idle)
         ORDER BY s.created_at DESC, s.id
         LIMIT 100
        """;
    private static final String END_OF_PERSON = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND staff_id = :id AND ended_at IS NULL
        RETURNING id
        """;
    private static final String END_ON_DEVICE = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND device_id = :id AND ended_at IS NULL
        RETURNING id
        """;

    private static final String END_AT_LOCATION = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND id <> :id AND ended_at IS NULL
        RETURNING id
        """;
    private static final UUID NOBODY = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final Tokens tokens;
    private final LiveSessions live;
    private final Clock clock = Clock.systemUTC();
    private final Duration accessTime;

    /** What the owner of a session is given, this once; neither token is kept. */
    public record Opened(UUID id, int locationId, UUID staffId, @Nullable String register,
            String token, Instant expiresAt, String refreshToken) {

        @Override
        public String toString() {
            return "session " + id; // tokens are in no log
        }
    }

    /** One of a person's sessions, without its tokens. */
    public record Running(UUID id, boolean current, @Nullable String register, Instant openedAt,
            Instant renewedAt, Instant expiresAt) {}

    private record Row(UUID staffId, Instant expiresAt, @Nullable String register) {}

    Sessions(JdbcClient jdbc, Tokens tokens, LiveSessions live, Environment environment) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.live = live;
        this.accessTime = Duration.ofMinutes(
                environment.getProperty("ACCESS_TOKEN_MINUTES", Long.class, 30L));
    }

    /**
     * Opens a session for a person whose identity has just been proven. A register has one person
     * at a time: whoever was signed in on the device no longer is.
     *
     * @param deviceId the register's device, after a PIN; {@code null} after a password
     */
    public Opened open(int locationId, UUID staffId, @Nullable UUID deviceId) {
        UUID id = UUID.randomUUID(); // not time-ordered: it must not be guessable
        OpaqueToken refresh = OpaqueToken.create(OpaqueToken.REFRESH, locationId, id);
        if (deviceId != null) {
            endOn(locationId, deviceId);
        }
        Row row = jdbc.sql(OPEN).param("location", locationId).param("id", id)
                .param("staff", staffId).param("device", deviceId).param("hash", refresh.hash())
                .param("seconds", LIFETIME.toSeconds()).param("trace", CorrelationId.current())
                .query(Sessions::row).single();
        return opened(refresh, row);
    }

    /**
     * Renews a session by its refresh token, which is thereby used up. One that was used up before
     * means that two have it: the session ends.
     */
    public Optional<Opened> renew(String refreshToken) {
        return OpaqueToken.read(OpaqueToken.REFRESH, refreshToken).flatMap(this::renew);
    }

    private Optional<Opened> renew(OpaqueToken used) {
        OpaqueToken next = OpaqueToken.create(OpaqueToken.REFRESH, used.locationId(), used.id());
        Optional<Row> row = jdbc.sql(RENEW).param("location", used.locationId())
                .param("id", used.id()).param("hash", used.hash()).param("next", next.hash())
                .param("idle", IDLE.toSeconds()).param("grace", GRACE.toSeconds())
                .query(Sessions::row).optional();
        if (row.isEmpty() && jdbc.sql(STOLEN).param("location", used.locationId())
                .param("id", used.id()).param("hash", used.hash()).query(Boolean.class).single()) {
            end(used.locationId(), used.id());
        }
        return row.map(renewed -> opened(next, renewed));
    }

    /** Ends one session: at once here, within a second on other instances. */
    public void end(int locationId, UUID sessionId) {
        end(END, locationId, sessionId);
    }

    /** The caller's own that are still good, the newest first; at most 100. */
    @Transactional(readOnly = true)
    public List<Running> running(Caller caller) {
        return jdbc.sql(RUNNING).param("location", caller.locationId())
                .param("staff", caller.staffId()).param("idle", IDLE.toSeconds())
                .query((row, _) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new Running(id, id.equals(caller.sessionId()),
                            row.getString("register"), instant(row, "created_at"),
                            instant(row, "refreshed_at"), instant(row, "expires_at"));
                }).list();
    }

    /** Ends one of the caller's own, as {@link #end}; whether it was one that still ran. */
    public boolean endOwn(Caller caller, UUID sessionId) {
        return end(jdbc.sql(END_OWN).param("location", caller.locationId()).param("id", sessionId)
                .param("staff", caller.staffId()), caller.locationId());
    }

    /** Ends all sessions of a person. */
    public void endOf(int locationId, UUID staffId) {
        end(END_OF_PERSON, locationId, staffId);
    }

    /** Ends what is signed in on a device, and the device's own, if it is a screen. */
    public void endOn(int locationId, UUID deviceId) {
        end(END_ON_DEVICE, locationId, deviceId);
        live.ended(locationId, deviceId);
    }

    /** Ends every session of a location. */
    public void endAt(int locationId) {
        end(END_AT_LOCATION, locationId, NOBODY);
    }

    private void end(String sql, int locationId, UUID id) {
        end(jdbc.sql(sql).param("location", locationId).param("id", id), locationId);
    }

    private boolean end(JdbcClient.StatementSpec sql, int locationId) {
        List<UUID> ended = sql.query((row, _) -> row.getObject("id", UUID.class)).list();
        ended.forEach(session -> live.ended(locationId, session));
        return !ended.isEmpty();
    }

    private Opened opened(OpaqueToken refresh, Row row) {
        Instant soon = clock.instant().plus(accessTime);
        Instant expiresAt = soon.isBefore(row.expiresAt) ? soon : row.expiresAt;
        String token = tokens.issue(refresh.locationId(), refresh.id(), row.staffId, expiresAt);
        return new Opened(refresh.id(), refresh.locationId(), row.staffId, row.register, token,
                expiresAt, refresh.text());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getObject("staff_id", UUID.class), instant(row, "expires_at"),
                row.getString("register"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
