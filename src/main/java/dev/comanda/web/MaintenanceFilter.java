package dev.comanda.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * {@code MAINTENANCE=1}: what would write is told to come back later, what reads is answered (R
 * 3.19). Signing in and pricing change no books.
 */
final class MaintenanceFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int SECONDS = 60;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws IOException, ServletException {
        String path = request.getRequestURI();
        if (READING.contains(request.getMethod()) || path.endsWith("/quote")
                || path.matches("/api/session(/refresh)?")) {
            chain.doFilter(request, response);
        } else {
            ProblemType.MAINTENANCE.send(request, response, Map.of(), SECONDS);
        }
    }
}
