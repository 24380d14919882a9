package dev.comanda.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.comanda.database.Database;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The machines a manager let in: registers, on which a PIN is enough to sign in, and screens, which
 * are callers themselves. Their tokens last until they are revoked.
 */
@Component
public class Devices {
    private static final String FIND = """
        SELECT l.code AS location_code, d.kind, d.name, d.register, d.token_hash
          FROM devices AS d
          JOIN locations AS l ON l.id = d.location_id
         WHERE d.location_id = :location AND d.id = :id AND d.revoked_at IS NULL AND l.active
        """;

    private final JdbcClient jdbc;
    private final Database database;
    private final Cache<ByteBuffer, Optional<Caller>> screens;

    /** A register that may be signed in on by PIN. */
    public record Register(int locationId, String locationCode, UUID deviceId, String code) {}

    private record Found(String locationCode, String kind, String name, @Nullable String register,
            String tokenHash) {}

    /** A new device's token, to be shown this once, and the hash to keep. */
    public record Minted(String token, String hash) {}

    Devices(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
        this.screens = Caffeine.newBuilder().maximumSize(1_000)
                .expireAfterWrite(LiveSessions.RECHECK).build();
    }

    /** Makes the token of a device that is about to be stored. */
    public static Minted mint(int locationId, UUID deviceId) {
        OpaqueToken token = OpaqueToken.create(OpaqueToken.DEVICE, locationId, deviceId);
        return new Minted(token.text(), token.hash());
    }

    /** The register whose token this is, unless it was revoked. */
    public Optional<Register> register(String token) {
        return OpaqueToken.read(OpaqueToken.DEVICE, token)
                .flatMap(read -> find(read).filter(found -> found.register != null)
                        .map(found -> new Register(read.locationId(), found.locationCode,
                                read.id(), String.valueOf(found.register))));
    }

    /** Whether a bearer token is a device's rather than a person's. */
    static boolean isToken(String token) {
        return token.startsWith(OpaqueToken.DEVICE);
    }

    /** The screen whose token this is; looked up at most once a second. */
    Optional<Caller> screen(String token) {
        return screens.get(ByteBuffer.wrap(Digests.sha256(token)),
                digest -> OpaqueToken.read(OpaqueToken.DEVICE, token)
                        .flatMap(read -> find(read).filter(found -> found.kind.equals("screen"))
                                .map(found -> new Caller(read.locationId(), found.locationCode,
                                        read.id(), found.name, Role.SCREEN, read.id()))));
    }

    /** Forgets what was looked up: a revocation acts at once here. */
    public void revoked(int locationId, UUID deviceId) {
        screens.asMap().values().removeIf(screen -> screen
                .filter(caller -> caller.locationId() == locationId
                        && caller.sessionId().equals(deviceId))
                .isPresent());
    }

    private Optional<Found> find(OpaqueToken token) {
        return database.keyed("device check", () -> jdbc.sql(FIND)
                .param("location", token.locationId()).param("id", token.id())
                .query((row, n) -> new Found(row.getString("location_code"),
                        row.getString("kind"), row.getString("name"), row.getString("register"),
                        row.getString("token_hash")))
                .optional()).filter(found -> token.matches(found.tokenHash));
    }
}
