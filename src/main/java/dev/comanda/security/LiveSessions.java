package dev.comanda.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.comanda.database.Database;
import dev.comanda.database.DatabaseUnavailableException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Token to caller, fast. Who a session's caller is comes from the database at most once a second
 * per session, so that an ended session, a deactivated person or a changed role acts within
 * {@link #RECHECK} on every instance, and at once on the one that made the change.
 */
@Component
class LiveSessions {
    static final Duration RECHECK = Duration.ofSeconds(1);
    /** While the database cannot be asked, what it said is believed for as long. */
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private static final String CALLER = """
        SELECT l.code AS location_code, p.id AS staff_id, p.name AS staff_name, p.role,
               d.register
          FROM staff_sessions AS s
          JOIN staff AS p ON p.location_id = s.location_id AND p.id = s.staff_id
          JOIN locations AS l ON l.id = s.location_id
          LEFT JOIN devices AS d ON d.location_id = s.location_id AND d.id = s.device_id
         WHERE s.location_id = :location AND s.id = :id
           AND s.ended_at IS NULL AND s.expires_at > now() AND p.active AND l.active
           AND d.revoked_at IS NULL
        """;

    private final JdbcClient jdbc;
    private final Database database;
    private final ApplicationEventPublisher events;
    private final Clock clock = Clock.systemUTC();
    private final Tokens tokens;
    private final Cache<ByteBuffer, Tokens.Content> verified;
    private final Cache<Key, Seen> callers;

    private record Key(int locationId, UUID sessionId) {}

    /** Who it was when last looked at, and when that was last proven by the database. */
    private record Seen(Optional<Caller> caller, long nanos, long proven) {}

    LiveSessions(JdbcClient jdbc, Database database, ApplicationEventPublisher events,
            Tokens tokens) {
        this.jdbc = jdbc;
        this.database = database;
        this.events = events;
        this.tokens = tokens;
        this.verified = Caffeine.newBuilder().maximumSize(10_000)
                .expireAfterAccess(Duration.ofMinutes(10)).build();
        this.callers = Caffeine.newBuilder().maximumSize(10_000)
                .expireAfterAccess(Duration.ofMinutes(10)).build();
    }

    /**
     * Who holds this token now; empty where the token is no good or its session is over.
     *
     * <p>A token's signature is verified once and its digest remembered, bounded; its expiry is
     * looked at each time.
     */
    Optional<TokenProof> proof(String token) {
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
        Instant expiresAt = content.expiresAt();
        return content.expired(clock.instant())
                ? Optional.empty()
                : caller(new Key(content.locationId(), content.sessionId()))
                        .map(caller -> new TokenProof(caller, expiresAt));
    }

    Optional<Caller> caller(String token) {
        return proof(token).map(TokenProof::caller);
    }

    private Optional<Caller> caller(Key key) {
        Seen seen = callers.getIfPresent(key);
        boolean fresh = seen != null && System.nanoTime() - seen.nanos < RECHECK.toNanos();
        return seen != null && fresh
                ? seen.caller
                : callers.asMap().compute(key, this::look).caller;
    }

    /** Says once its transaction, if any, has committed that a session is over. */
    void ended(int locationId, UUID sessionId) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            announce(locationId, sessionId);
                        }
                    });
        } else {
            announce(locationId, sessionId);
        }
    }

    private void announce(int locationId, UUID sessionId) {
        long now = System.nanoTime();
        callers.put(new Key(locationId, sessionId), new Seen(Optional.empty(), now, now));
        events.publishEvent(new SessionEnded(locationId, sessionId));
    }

    private Seen look(Key key, @Nullable Seen before) {
        long now = System.nanoTime();
        if (before != null && now - before.nanos < RECHECK.toNanos()) {
            return before;
        }
        try {
            return new Seen(database.keyed("session check", () -> load(key)), now, now);
        } catch (DatabaseUnavailableException e) {
            // what needs the database fails by itself; a moment's crowding signs nobody out
            if (before != null && now - before.proven < TRUSTED.toNanos()) {
                return new Seen(before.caller, now, before.proven);
            }
            throw e;
        }
    }

    private Optional<Caller> load(Key key) {
        return jdbc.sql(CALLER).param("location", key.locationId).param("id", key.sessionId)
                .query((row, n) -> new Caller(key.locationId, row.getString("location_code"),
                        row.getObject("staff_id", UUID.class), row.getString("staff_name"),
                        Role.of(row.getString("role")), key.sessionId, row.getString("register")))
                .optional();
    }
}
