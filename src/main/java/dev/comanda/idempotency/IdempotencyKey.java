package dev.comanda.idempotency;

import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The name of one sale (or void, or refund), minted by the client before its first try and kept
 * until it is answered.
 *
 * @param value 1 to 255 visible ASCII characters
 * @see "IETF draft-ietf-httpapi-idempotency-key-header-07"
 */
public record IdempotencyKey(String value) {

    private static final int MAX_LENGTH = 255;

    /**
     * Reads the header {@code Idempotency-Key}.
     *
     * @throws ProblemException {@code idempotency-key-missing} or {@code idempotency-key-invalid}
     */
    public static IdempotencyKey of(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_MISSING);
        }
        if (!isValid(header)) {
            throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_INVALID);
        }
        return new IdempotencyKey(header);
    }

    private static boolean isValid(String key) {
        return key.length() <= MAX_LENGTH && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
