package dev.comanda.security;

import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords and PINs with Argon2id: 19 MiB, 2 passes, 1 lane (OWASP's floor), see
 * docs/decisions/0007. At most two at a time, so that a burst of sign-ins takes 38 MiB and not the
 * whole heap of a 512 MB machine.
 */
@Component
public class Passwords {
    /** Longer input is refused at the edge: hashing it is work for free. */
    public static final int MAX_LENGTH = 200;

    private static final int CONCURRENT = 2;
    private static final long MAX_WAIT_SECONDS = 3;

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    private final Semaphore turns = new Semaphore(CONCURRENT, true);
    private final String nobody = encode("nobody has this password");

    /** The hash to store: its salt and its costs are in it. */
    public String hash(String secret) {
        return inTurn(() -> encode(secret));
    }

    /** Whether it is the one; takes as long for a person who does not exist ({@code null}). */
    public boolean matches(String secret, @Nullable String hash) {
        boolean equal = inTurn(() -> encoder.matches(secret, hash == null ? nobody : hash));
        return equal && hash != null;
    }

    private String encode(String secret) {
        String hash = encoder.encode(secret);
        if (hash == null) {
            throw new IllegalStateException("only a null secret has no hash");
        }
        return hash;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Map.of(), 3L);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Map.of(), 3L);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
