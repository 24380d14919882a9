package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id that follows one request through logs, rows, events and frames.
 *
 * <p>Taken from {@value #HEADER} if it is 8 to 64 of {@code A-Za-z0-9._-}, else created.
 */
public final class CorrelationId {

    public static final String HEADER = "X-Correlation-Id";
    /** The MDC key, and the name of the log field. */
    public static final String MDC_KEY = "correlationId";
    /** The MDC key of the id that the platform's proxy gave, to find the request in its log. */
    static final String EDGE_MDC_KEY = "edgeRequestId";

    private static final String ATTRIBUTE = CorrelationId.class.getName();
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private CorrelationId() {}

    /** The id of the request that this thread serves; outside of a request, a new one. */
    public static String current() {
        String current = MDC.get(MDC_KEY);
        return current == null ? create() : current;
    }

    /** 32 hexadecimal digits: unique, but no secret. */
    public static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    /** The request's id, the same for its error dispatch after the filter has left. */
    static String of(@Nullable HttpServletRequest request) {
        if (request == null) {
            return current();
        }
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String sent = request.getHeader(HEADER);
        String id = sent != null && ACCEPTED.matcher(sent).matches() ? sent : create();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    static @Nullable String ofEdge(HttpServletRequest request) {
        String ray = request.getHeader("CF-Ray");
        String edge = ray == null ? request.getHeader("X-Railway-Request-Id") : ray;
        return edge != null && ACCEPTED.matcher(edge).matches() ? edge : null;
    }
}
