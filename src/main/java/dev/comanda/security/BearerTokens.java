package dev.comanda.security;

import dev.comanda.database.DatabaseUnavailableException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Tells whose a bearer token is: a person's session, a screen, or whoever watches the server. */
@Component
public final class BearerTokens implements AuthenticationManager {
    private static final String BEARER = "Bearer ";
    private static final String HEALTHCHECK_TOKEN = "HEALTHCHECK_TOKEN";
    private static final UUID NOBODY = new UUID(0, 0);
    private static final Caller WATCHER = new Caller(0, "", NOBODY, "health check", Role.OPERATOR,
            NOBODY);

    private final LiveSessions sessions;
    private final Devices devices;
    private final Optional<byte[]> healthcheck;

    /** The database could not be asked: nothing is known of the token. */
    static final class Unknown extends AuthenticationException {
        private static final long serialVersionUID = 1L;
        private final long retryAfterSeconds;

        Unknown(DatabaseUnavailableException cause) {
            super("the session could not be looked up", cause);
            this.retryAfterSeconds = cause.retryAfterSeconds();
        }

        long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    BearerTokens(LiveSessions sessions, Devices devices, Environment environment) {
        this.sessions = sessions;
        this.devices = devices;
        this.healthcheck = healthcheck(environment);
    }

    /** The token's digest, if there is one; production does not start without (R 3.4). */
    static Optional<byte[]> healthcheck(Environment environment) {
        String token = environment.getProperty(HEALTHCHECK_TOKEN, "");
        if (!token.isBlank()) {
            return Optional.of(Digests.sha256(SecretPolicy.check(HEALTHCHECK_TOKEN, token)));
        }
        if (environment.acceptsProfiles(Profiles.of("prod"))) {
            throw SecretPolicy.refused(HEALTHCHECK_TOKEN, "is not set");
        }
        return Optional.empty();
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String token = ((BearerTokenAuthenticationToken) asked).getToken();
        try {
            return proof(token).map(TokenProof::caller).map(CallerAuthentication::new)
                    .orElseThrow(
                            () -> new InvalidBearerTokenException("not a live session's token"));
        } catch (DatabaseUnavailableException e) {
            throw new Unknown(e);
        }
    }

    /**
     * Whose token this is; empty where it is no good.
     *
     * @throws DatabaseUnavailableException if nothing is known of it now
     */
    public Optional<TokenProof> proof(String token) {
        if (healthcheck.isPresent()
                && MessageDigest.isEqual(healthcheck.get(), Digests.sha256(token))) {
            return Optional.of(new TokenProof(WATCHER, Instant.MAX));
        }
        return Devices.isToken(token)
                ? devices.screen(token).map(screen -> new TokenProof(screen, Instant.MAX))
                : sessions.proof(token);
    }

    /** The token in an {@code Authorization} header; empty where there is none. */
    public static Optional<String> inHeader(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
    }
}
