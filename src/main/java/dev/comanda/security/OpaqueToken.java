package dev.comanda.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A random token that stands for a row: its prefix says which kind, its first bytes which row, so
 * that it is found by primary key, and 256 random bits that it is the right one. The row keeps the
 * SHA-256 of the token only.
 */
record OpaqueToken(String text, int locationId, UUID id) {
    /** Of a register or a screen. */
    static final String DEVICE = "cdt_";
    /** Renews a session. */
    static final String REFRESH = "crt_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 32;
    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES + RANDOM_BYTES;

    static OpaqueToken create(String prefix, int locationId, UUID id) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] all = ByteBuffer.allocate(BYTES).putInt(locationId)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .put(random).array();
        return new OpaqueToken(
                prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(all), locationId,
                id);
    }

    /** Reads which row it speaks of; whether it is the right one is still to be seen. */
    static Optional<OpaqueToken> read(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text.substring(prefix.length()));
            ByteBuffer bytes = ByteBuffer.wrap(all);
            return all.length == BYTES
                    ? Optional.of(new OpaqueToken(text, bytes.getInt(),
                            new UUID(bytes.getLong(), bytes.getLong())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String hash() {
        return HexFormat.of().formatHex(Digests.sha256(text));
    }

    boolean matches(String hash) {
        return MessageDigest.isEqual(hash().getBytes(US_ASCII), hash.getBytes(US_ASCII));
    }

    @Override
    public String toString() {
        return "a token of " + id; // never the token
    }
}
