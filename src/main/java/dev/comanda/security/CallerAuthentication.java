package dev.comanda.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A proven {@link Caller} in Spring Security's form; the token is not kept in it. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
