package dev.comanda.security;

import dev.comanda.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Which other origins' pages may call: those that CORS_ORIGIN and CORS_ORIGINS name (R 1.12), each
 * exactly as a browser sends it, never by a pattern. None by default: the own pages need none.
 */
@Component
public class CrossOrigin implements CorsConfigurationSource {
    /** The phrase operators search the log for. */
    static final String PHRASE = "CORS policy: origin not allowed";

    private static final Logger LOG = LoggerFactory.getLogger(CrossOrigin.class);
    /** Says nothing that a stranger may not read, and is what one debugs with. */
    private static final Set<String> FOR_ANY_ORIGIN = Set.of("/api/cors-debug", "/health",
            "/api/health", "/ready", "/version");

    private final List<String> origins;
    private final CorsConfiguration own = new CorsConfiguration();
    private final CorsConfiguration open = new CorsConfiguration();

    CrossOrigin(Environment environment) {
        origins = Stream.of("CORS_ORIGIN", "CORS_ORIGINS")
                .flatMap(name -> Stream.of(environment.getProperty(name, "").split(",", -1))
                        .map(String::strip).filter(text -> !text.isEmpty())
                        .map(text -> origin(name, text)))
                .distinct().toList();
        own.setAllowedOrigins(origins);
        own.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        own.setAllowedHeaders(List.of("Authorization", "Content-Type", "Accept-Language",
                "Idempotency-Key", "If-Match", "X-Correlation-Id"));
        own.setExposedHeaders(List.of("ETag", "Location", "Retry-After", "X-Correlation-Id",
                "Idempotency-Replayed"));
        own.setMaxAge(Duration.ofMinutes(10));
        open.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        open.setAllowedMethods(List.of("GET", "HEAD"));
    }

    /** The origins let in beside the own one; what else takes an Origin header uses them, too. */
    public List<String> origins() {
        return origins;
    }

    @Override
    public CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        return FOR_ANY_ORIGIN.contains(request.getRequestURI()) ? open : own;
    }

    private static String origin(String variable, String text) {
        String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            throw notAnOrigin(variable, text);
        }
        boolean exact = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null && uri.getUserInfo() == null
                && String.valueOf(uri.getRawPath()).isEmpty() && uri.getRawQuery() == null;
        if (!exact) {
            throw notAnOrigin(variable, text);
        }
        return plain;
    }

    private static IllegalStateException notAnOrigin(String variable, String text) {
        return new IllegalStateException(
                variable + " takes origins such as https://caja.example.mx,"
                        + " separated by commas, without paths or *; this is none: " + text);
    }

    /** Refuses with a problem where Spring would answer plain text. */
    static final class Processor extends DefaultCorsProcessor {

        @Override
        public boolean processRequest(@Nullable CorsConfiguration rules,
                HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (rules != null && CorsUtils.isCorsRequest(request)
                    && rules.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) == null) {
                LOG.atInfo().addKeyValue("origin", printable(request)).log(PHRASE);
                ProblemType.ORIGIN_NOT_ALLOWED.send(request, response, Map.of());
                return false;
            }
            return super.processRequest(rules, request, response);
        }

        private static String printable(HttpServletRequest request) {
            String origin = String.valueOf(request.getHeader(HttpHeaders.ORIGIN));
            return origin.substring(0, Math.min(100, origin.length())).replaceAll("[^!-~]", "?");
        }
    }
}
