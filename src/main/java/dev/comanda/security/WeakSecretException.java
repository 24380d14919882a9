package dev.comanda.security;

/** The server was given no secret, or one that would not protect it: it does not start. */
final class WeakSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The phrase operators search the log for (R 1.13). */
    static final String PHRASE = "ENCRYPTION_KEY validation failed";

    private final String fault;

    WeakSecretException(String fault) {
        super(PHRASE + ": " + fault + ". Generate one with: " + SecretPolicy.GENERATE);
        this.fault = fault;
    }

    /** Which variable, and what is wrong with it. */
    String fault() {
        return fault;
    }
}
