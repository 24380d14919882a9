package dev.comanda.idempotency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request in canonical form and its SHA-256: members sorted by name, absent and null members
 * alike left out, integers without a fraction. Two texts of the same request have one fingerprint.
 */
public final class Fingerprint {

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(
                    all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final byte[] canonical;
    private final byte[] sha256;

    private Fingerprint(byte[] canonical, byte[] sha256) {
        this.canonical = canonical;
        this.sha256 = sha256;
    }

    /** The fingerprint of a request bound to its record. */
    public static Fingerprint of(Object request) {
        byte[] canonical = CANONICAL.writeValueAsBytes(request);
        try {
            return new Fingerprint(canonical,
                    MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    /** The canonical request, one JSON object. */
    public String json() {
        return new String(canonical, StandardCharsets.UTF_8);
    }

    /** The 32 bytes that the database keeps beside the key. */
    public byte[] sha256() {
        return sha256.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }
}
