package dev.comanda.security;

import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.Map;
import java.util.Optional;
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

    private static final int MIN_CHOSEN = 12;
    /** Of a random secret that was thrown away, at today's costs: made once, not at every start. */
    private static final String NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$zJksXda0KMoj0IwryP6YPw"
            + "$ORObzb+1h7VKBEFZ0PRjy3tWgFGR5TaVMOivlox5vuQ";
    private static final int CONCURRENT = 2;
    private static final long MAX_WAIT_SECONDS = 3;

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    private final Semaphore turns = new Semaphore(CONCURRENT, true);

    /** The hash to store: its salt and its costs are in it. */
    public String hash(String secret) {
        return inTurn(() -> encode(secret));
    }

    /** Whether it is the one; takes as long for a person who does not exist ({@code null}). */
    public boolean matches(String secret, @Nullable String hash) {
        boolean equal = inTurn(() -> encoder.matches(secret, hash == null ? NOBODY : hash));
        return equal && hash != null;
    }

    /** Why an operator's variable cannot be somebody's password; a blank one is unset. */
    public static Optional<String> faultOfChosen(String variable, String value) {
        boolean fits = value.length() >= MIN_CHOSEN && value.length() <= MAX_LENGTH;
        return value.isBlank() || fits
                ? Optional.empty()
                : Optional.of(variable + " must have " + MIN_CHOSEN + " to " + MAX_LENGTH
                        + " characters");
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
