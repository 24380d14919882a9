package dev.comanda.database;

import org.jspecify.annotations.Nullable;

/** Our own PostgreSQL cannot run here; the message says why and what mends it. */
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        this(message, null);
    }

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
