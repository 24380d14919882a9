package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtException;

class TokenTests extends GuardedShop {
    private static final String PURPOSE = "sign access tokens";
    private static final String OTHER = "0f1e2d3c4b5a69788796a5b4c3d2e1f00a1b2c3d4e5f6978";

    private final SecretKey key = secrets(SECRET, null).verifying(PURPOSE, "HmacSHA256")
            .getFirst();

    @Test
    void only_the_token_that_was_given_out_opens() throws ParseException, JOSEException {
        String good = signIn("jefa", PASSWORD).text("token");
        assertThat(statusWith(good)).isEqualTo(200);
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        String kid = SignedJWT.parse(good).getHeader().getKeyID();
        Map<String, String> forged = new TreeMap<>();
        forged.put("alg none", new PlainJWT(claims).serialize());
        forged.put("another secret", sign(claims,
                secrets(OTHER, null).verifying(PURPOSE, "HmacSHA256")
                        .getFirst(),
                kid, "at+jwt",
                JWSAlgorithm.HS256));
        forged.put("the secret itself as key", sign(claims,
                new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256"),
                kid, "at+jwt", JWSAlgorithm.HS256));
        forged.put("a key for another purpose", sign(claims,
                secrets(SECRET, null).verifying("something else", "HmacSHA256")
                        .getFirst(),
                kid, "at+jwt",
                JWSAlgorithm.HS256));
        forged.put("unknown kid", sign(claims, key, "other", "at+jwt", JWSAlgorithm.HS256));
        forged.put("another type", sign(claims, key, kid, "JWT", JWSAlgorithm.HS256));
        forged.put("another algorithm", sign(claims, new SecretKeySpec(new byte[64], "HmacSHA512"),
                kid, "at+jwt", JWSAlgorithm.HS512));
        forged.put("another issuer", resigned(kid,
                new JWTClaimsSet.Builder(claims).issuer("someone").build()));
        forged.put("another audience", resigned(kid,
                new JWTClaimsSet.Builder(claims).audience("someone").build()));
        forged.put("expired", resigned(kid, new JWTClaimsSet.Builder(claims)
                .expirationTime(Date.from(Instant.now().minusSeconds(60))).build()));
        forged.put("no expiry", resigned(kid,
                new JWTClaimsSet.Builder(claims).expirationTime(null).build()));
        forged.put("not yet", resigned(kid, new JWTClaimsSet.Builder(claims)
                .notBeforeTime(Date.from(Instant.now().plusSeconds(600))).build()));
        forged.put("another location", resigned(kid,
                new JWTClaimsSet.Builder(claims).claim("loc", 2).build()));
        forged.put("location as text", resigned(kid,
                new JWTClaimsSet.Builder(claims).claim("loc", "1").build()));
        forged.put("another session", resigned(kid,
                new JWTClaimsSet.Builder(claims).claim("sid", UUID.randomUUID().toString())
                        .build()));
        forged.put("session is no uuid", resigned(kid,
                new JWTClaimsSet.Builder(claims).claim("sid", "' OR 1=1").build()));
        forged.put("tampered", good.substring(0, good.length() - 6) + "AAAAAA");
        forged.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));

        forged.forEach((what, token) -> assertThat(statusWith(token)).as(what).isEqualTo(401));
        assertThat(statusWith(resigned(kid, claims))).as("our own signature").isEqualTo(200);
    }

    @Test
    void a_rotated_secret_still_verifies_what_it_signed_until_it_expires() {
        Instant now = Instant.parse("2026-01-15T16:00:00Z");
        Secrets rotated = secrets(OTHER, SECRET);
        UUID session = UUID.randomUUID();
        String old = new Tokens(secrets(SECRET, null), at(now)).issue(1, session,
                UUID.randomUUID(), now.plusSeconds(600));

        Tokens.Content content = new Tokens(rotated, at(now)).verify(old);

        assertThat(content.sessionId()).isEqualTo(session);
        assertThat(content.expired(now.plusSeconds(629))).isFalse();
        assertThat(content.expired(now.plusSeconds(631))).isTrue();
        Assertions
                .assertThatThrownBy(() -> new Tokens(secrets(OTHER, null), at(now)).verify(old))
                .isInstanceOf(JwtException.class);
        Assertions
                .assertThatThrownBy(
                        () -> new Tokens(rotated, at(now.plus(Duration.ofHours(1)))).verify(old))
                .isInstanceOf(JwtException.class);
    }

    private int statusWith(String token) {
        return send(token, "GET", "/api/session", "").status();
    }

    private String resigned(String kid, JWTClaimsSet claims) throws JOSEException {
        return sign(claims, key, kid, "at+jwt", JWSAlgorithm.HS256);
    }

    private static String sign(JWTClaimsSet claims, SecretKey key, String kid, String type,
            JWSAlgorithm algorithm) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid)
                .type(new JOSEObjectType(type)).build(), claims);
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static Secrets secrets(String signing,
            @Nullable String previous) {
        return Secrets.of(new Secrets.Named("JWT_SECRET", signing), previous, null);
    }
}
