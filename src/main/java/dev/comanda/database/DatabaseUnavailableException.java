package dev.comanda.database;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database could not do the work now; the same request may be sent again, with its key. Becomes
 * 503 with {@code Retry-After}.
 */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    DatabaseUnavailableException(String operation, Duration retryAfter, @Nullable Throwable cause) {
        super("No database for " + operation, cause);
        this.retryAfter = retryAfter;
    }

    /** Whole seconds, at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }

    /** Tells apart what happened last: 55P03 is a lock not had in time, 57014 a slow statement. */
    public Optional<String> sqlState() {
        return SqlState.of(this);
    }
}
