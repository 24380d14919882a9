package dev.comanda.security;

import dev.comanda.web.LogBudget;
import dev.comanda.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** How the filter chain says no. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final RateLimits limits;
    private final LogBudget budget = new LogBudget(10);

    Refusals(RateLimits limits) {
        this.limits = limits;
    }

    /** A token that is none: counts against its address, since no caller is known. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException cause) throws IOException {
        if (cause instanceof BearerTokens.Unknown unknown) {
            ProblemType.DATABASE_UNAVAILABLE.send(request, response, Map.of(),
                    unknown.retryAfterSeconds());
            return;
        }
        long seconds = limits.byAddress(request.getRemoteAddr());
        if (seconds > 0) {
            ProblemType.TOO_MANY_REQUESTS.send(request, response, Map.of(), seconds);
        } else {
            unauthenticated(request, response);
        }
    }

    /** Nothing without a rule is there; what is there asks first who it is. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response,
            AccessDeniedException cause) throws IOException {
        if (Permissions.of(request.getMethod(), request.getRequestURI()).isEmpty()) {
            ProblemType.NOT_FOUND.send(request, response, Map.of());
        } else if (SecurityContextHolder.getContext().getAuthentication() == null) {
            unauthenticated(request, response);
        } else {
            log(request);
            ProblemType.FORBIDDEN.send(request, response, Map.of());
        }
    }

    /** Somebody tries what their role may not, or a page offers it: both are worth a look. */
    private void log(HttpServletRequest request) {
        if (budget.allows() && SecurityContextHolder.getContext()
                .getAuthentication() instanceof CallerAuthentication known) {
            Caller caller = known.getPrincipal();
            LOG.atWarn().addKeyValue("staff", caller.staffId())
                    .addKeyValue("role", caller.role().code())
                    .addKeyValue("method", request.getMethod())
                    .addKeyValue("path", request.getRequestURI())
                    .addKeyValue("unlogged", budget.takeSuppressed()).log("forbidden");
        }
    }

    private static void unauthenticated(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        ProblemType.UNAUTHENTICATED.send(request, response, Map.of());
    }
}
