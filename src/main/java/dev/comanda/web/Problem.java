package dev.comanda.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/** One problem document while it is put together. */
final class Problem {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final int status;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final HttpHeaders headers = new HttpHeaders();
    private @Nullable String membersJson;

    private Problem(int status, String type, String title, @Nullable String detail,
            @Nullable String path, String correlationId) {
        this.status = status;
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        if (detail != null) {
            members.put("detail", detail);
        }
        if (path != null) {
            members.put("instance", path);
        }
        members.put("correlationId", correlationId);
    }

    static Problem of(ProblemType type) {
        return of(type, currentRequest());
    }

    static Problem of(ProblemType type, @Nullable HttpServletRequest request) {
        return of(type, Messages.languageOf(request), path(request), CorrelationId.of(request));
    }

    static Problem of(ProblemType type, Addressee reader) {
        return of(type, reader.language(), reader.path(), reader.correlationId());
    }

    private static Problem of(ProblemType type, Locale language, @Nullable String path,
            String correlationId) {
        String key = "problem." + type.slug();
        return new Problem(type.status().value(), "/problems/" + type.slug(),
                Messages.text(language, key + ".title"), Messages.text(language, key + ".detail"),
                path, correlationId);
    }

    /** A status of the protocol itself (408, 414, 431 …): RFC 9457, section 4.2.1. */
    static Problem ofStatus(int status, @Nullable HttpServletRequest request) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return new Problem(status, "about:blank", title, null, path(request),
                CorrelationId.of(request));
    }

    /** The problem that stands for a status; what no type stands for stays a bare status. */
    static Problem forStatus(HttpStatusCode status, @Nullable HttpServletRequest request) {
        ProblemType type = switch (status.value()) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.PAYLOAD_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 428 -> ProblemType.PRECONDITION_REQUIRED;
            case 429 -> ProblemType.TOO_MANY_REQUESTS;
            case 500 -> ProblemType.INTERNAL_ERROR;
            default -> null;
        };
        return type == null ? ofStatus(status.value(), request) : of(type, request);
    }

    Problem with(Map<String, ?> more) {
        more.forEach(members::putIfAbsent);
        return this;
    }

    Problem withJson(String json) {
        membersJson = json.strip();
        return this;
    }

    Problem retryAfter(long seconds) {
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return this;
    }

    Problem headers(HttpHeaders more) {
        headers.putAll(more);
        return this;
    }

    ResponseEntity<Object> reply() {
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        return new ResponseEntity<>(bytes(), headers, HttpStatusCode.valueOf(status));
    }

    void send(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = bytes();
        response.resetBuffer();
        response.setStatus(status);
        headers.forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    byte[] bytes() {
        String own = JSON.writeValueAsString(members);
        if (membersJson == null || membersJson.equals("{}")) {
            return own.getBytes(StandardCharsets.UTF_8);
        }
        return (own.substring(0, own.length() - 1) + ',' + membersJson.substring(1))
                .getBytes(StandardCharsets.UTF_8);
    }

    static @Nullable HttpServletRequest currentRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
                ? now.getRequest()
                : null;
    }

    private static @Nullable String path(@Nullable HttpServletRequest request) {
        if (request == null) {
            return null;
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed == null ? request.getRequestURI() : failed.toString();
        return path == null ? "/" : path;
    }
}
