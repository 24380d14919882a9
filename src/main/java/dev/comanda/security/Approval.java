package dev.comanda.security;

/**
 * A manager's consent, in the body of the request that needs it:
 * {@code "approval": {"username": "…", "pin": "…"}}.
 */
public record Approval(String username, String pin) {

    @Override
    public String toString() {
        return "approval by " + username; // a PIN is in no log
    }
}
