package dev.comanda.security;

import dev.comanda.web.ProblemType;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Turns away whoever asks too much: 429 and when to come back. Pages do not count: one is a hundred
 * files, and after a deploy all tablets behind the shop's one address load theirs.
 */
final class RateLimitFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient RateLimits limits;

    RateLimitFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws IOException, ServletException {
        long seconds = request.getDispatcherType() == DispatcherType.REQUEST ? count(request) : 0;
        if (seconds == 0) {
            chain.doFilter(request, response);
        } else {
            ProblemType.TOO_MANY_REQUESTS.send(request, response, Map.of(), seconds);
        }
    }

    private long count(HttpServletRequest request) {
        Authentication asking = SecurityContextHolder.getContext().getAuthentication();
        if (asking instanceof CallerAuthentication proven) {
            return limits.byCaller(proven.getPrincipal().sessionId());
        }
        return Permissions.opensPage(request.getMethod(), request.getRequestURI())
                ? 0
                : limits.byAddress(request.getRemoteAddr());
    }
}
