package dev.comanda.database;

/** A variable that cannot be read; the message names it in both languages, not its value. */
public final class InvalidDatabaseUrlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDatabaseUrlException(String variable, String english, String spanish) {
        super(variable + " no es válida: " + spanish + System.lineSeparator()
                + variable + " is not valid: " + english);
    }
}
