package dev.comanda.database;

/** On a platform, where a database of our own would vanish with the next deploy, none was named. */
public final class DatabaseUrlMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUrlMissingException() {
        super("DATABASE_URL no está definido");
    }
}
