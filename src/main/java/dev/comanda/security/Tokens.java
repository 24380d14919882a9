package dev.comanda.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * Access tokens: RFC 9068 in form, HS256, signed with a key derived from the signing secret. A
 * token names a session and nothing about the person; {@link Sessions} knows who that is now.
 */
@Component
final class Tokens {
    private static final String ISSUER = "comanda";
    private static final String TYPE = "at+jwt";
    private static final String LOCATION = "loc";
    private static final String SESSION = "sid";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final NimbusJwtEncoder encoder;
    private final NimbusJwtDecoder decoder;
    private final JwsHeader header;
    private final Clock clock;

    /** What a valid token says. */
    record Content(int locationId, UUID sessionId, Instant expiresAt) {

        boolean expired(Instant now) {
            return now.isAfter(expiresAt.plus(CLOCK_SKEW));
        }
    }

    @Autowired
    Tokens(Secrets secrets) {
        this(secrets, Clock.systemUTC());
    }

    Tokens(Secrets secrets, Clock clock) {
        List<JWK> keys = secrets.verifying("sign access tokens", "HmacSHA256").stream()
                .map(Tokens::jwk).toList();
        JWK signing = keys.getFirst();
        this.clock = clock;
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(signing)));
        this.header = JwsHeader.with(MacAlgorithm.HS256).type(TYPE).keyId(signing.getKeyID())
                .build();
        this.decoder = decoder(keys, clock);
    }

    String issue(int locationId, UUID sessionId, UUID staffId, Instant expiresAt) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder().issuer(ISSUER).audience(List.of(ISSUER))
                .subject(staffId.toString()).claim(SESSION, sessionId.toString())
                .claim(LOCATION, locationId).issuedAt(now).notBefore(now).expiresAt(expiresAt)
                .build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    /**
     * Verifies a token: algorithm, key, signature, type, issuer, audience, times, claims.
     *
     * @throws JwtException whatever is wrong with it
     */
    Content verify(String token) {
        Jwt jwt = decoder.decode(token);
        Instant expiresAt = jwt.getExpiresAt();
        String session = jwt.getClaimAsString(SESSION);
        if (expiresAt == null || session == null
                || !(jwt.getClaim(LOCATION) instanceof Number location)) {
            throw new JwtException("a claim is missing");
        }
        try {
            return new Content(location.intValue(), UUID.fromString(session), expiresAt);
        } catch (IllegalArgumentException e) {
            throw new JwtException("a claim is malformed", e);
        }
    }

    private static NimbusJwtDecoder decoder(List<JWK> keys, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.HS256,
                new ImmutableJWKSet<>(new JWKSet(keys))));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        processor.setJWTClaimsSetVerifier((claims, context) -> {
            // the validators below judge the claims
        });
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times,
                new JwtIssuerValidator(ISSUER),
                new JwtClaimValidator<List<String>>("aud",
                        audience -> audience != null && audience.contains(ISSUER))));
        return decoder;
    }

    /** The key's id is derived beside the key: it names the key and tells nothing about it. */
    private static JWK jwk(SecretKey key) {
        String id = HexFormat.of().formatHex(Digests.sha256(key.getEncoded()), 0, 8);
        return new OctetSequenceKey.Builder(key).keyID(id).algorithm(JWSAlgorithm.HS256).build();
    }
}
