package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import org.springframework.web.servlet.HandlerInterceptor;

/** PostgreSQL's text has no NUL: in a path or query it would fail there, as if by a bug. */
final class NulRefusal implements HandlerInterceptor {

    private static final String NUL = "%00";

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response,
            Object handler) {
        String query = request.getQueryString();
        if (request.getRequestURI().contains(NUL) || (query != null && query.contains(NUL))) {
            throw ProblemException.parameter(name(request), "pattern");
        }
        return true;
    }

    private static String name(HttpServletRequest request) {
        return request.getParameterMap().entrySet().stream()
                .filter(entry -> Arrays.stream(entry.getValue())
                        .anyMatch(value -> value.indexOf('\0') >= 0))
                .map(Map.Entry::getKey).findFirst().orElse("path");
    }
}
