package dev.comanda.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * The sessions of staff: opened by a sign-in, ended by a sign-out, a revocation or their time.
 *
 * <p>Who a session's caller is comes from the database at most once a second per session, so that
 * an ended session, a deactivated person or a changed role acts within {@link #RECHECK} on every
 * instance, and at once on the one that made the change.
 */
@Component
public class Sessions {
    /** A shift with its overtime: nobody types a password in the middle of one. */
    static final Duration LIFETIME = Duration.ofHours(12);
    static final Duration RECHECK = Duration.ofSeconds(1);

    private static final String OPEN = """
        INSERT INTO staff_sessions (location_id, id, staff_id, expires_at)
        VALUES (:location, :id, :staff, now() + make_interval(secs => :seconds))
        RETURNING expires_at
        """;
    private static final String END = """
        UPDATE staff_sessions
           SET ended_at = now()
         WHERE location_id = :location AND id = :id AND ended_at IS NULL
        """;
    private static final String CALLER = """
        SELECT l.code AS location_code, p.id AS staff_id, p.name AS staff_name, p.role
          FROM staff_sessions AS s
          JOIN staff AS p ON p.location_id = s.location_id AND p.id = s.staff_id
          JOIN locations AS l ON l.id = s.location_id
         WHERE s.location_id = :location AND s.id = :id
           AND s.ended_at IS NULL AND s.expires_at > now() AND p.active
        """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Tokens tokens;
    private final Cache<ByteBuffer, Tokens.Content> verified;
    private final LoadingCache<Key, Optional<Caller>> callers;

    private record Key(int locationId, UUID sessionId) {}

    /** A session as its owner learns of it; the token is a secret and is not kept. */
    public record Opened(UUID id, String token, Instant expiresAt) {}

    Sessions(JdbcClient jdbc, ApplicationEventPublisher events, Secrets secrets) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = Clock.systemUTC();
        this.tokens = new Tokens(secrets, clock);
        this.verified = Caffeine.newBuilder().maximumSize(10_000)
                .expireAfterAccess(Duration.ofMinutes(10)).build();
        this.callers = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(RECHECK)
                .build(this::load);
    }

    /** Opens a session for a person whose identity has just been proven. */
    public Opened open(int locationId, UUID staffId) {
        UUID id = UUID.randomUUID(); // not time-ordered: it must not be guessable
        Instant expiresAt = jdbc.sql(OPEN).param("location", locationId).param("id", id)
                .param("staff", staffId).param("seconds", LIFETIME.toSeconds())
                .query(OffsetDateTime.class).single().toInstant();
        return new Opened(id, tokens.issue(locationId, id, staffId, expiresAt), expiresAt);
    }

    /** Ends a session: at once here, within {@link #RECHECK} on other instances. */
    public void end(int locationId, UUID sessionId) {
        jdbc.sql(END).param("location", locationId).param("id", sessionId).update();
        callers.put(new Key(locationId, sessionId), Optional.empty());
        events.publishEvent(new SessionEnded(locationId, sessionId));
    }

    /**
     * Who holds this token now; empty where the token is no good or its session is over.
     *
     * <p>A token's signature is verified once and its digest remembered, bounded; its expiry is
     * looked at each time.
     */
    Optional<Caller> caller(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(token));
        Tokens.Content content = verified.getIfPresent(digest);
        if (content == null) {
            try {
                content = tokens.verify(token);
            } catch (JwtException e) {
                return Optional.empty();
            }
            verified.put(digest, content);
        }
        return content.expired(clock.instant())
                ? Optional.empty()
                : callers.get(new Key(content.locationId(), content.sessionId()));
    }

    private Optional<Caller> load(Key key) {
        return jdbc.sql(CALLER).param("location", key.locationId).param("id", key.sessionId)
                .query((row, n) -> new Caller(key.locationId, row.getString("location_code"),
                        row.getObject("staff_id", UUID.class), row.getString("staff_name"),
                        Role.of(row.getString("role")), key.sessionId))
                .optional();
    }
}
