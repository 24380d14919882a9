package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * Every refusal that a client can meet: its slug, its status and how to answer with it (RFC 9457).
 *
 * <p>Each has a heading in {@code docs/errors.md}, served at {@code /problems/{slug}}, and a title
 * and a detail sentence for the cashier in {@code messages*.properties}.
 */
public enum ProblemType {
    IDEMPOTENCY_KEY_MISSING(HttpStatus.BAD_REQUEST),
    IDEMPOTENCY_KEY_INVALID(HttpStatus.BAD_REQUEST),
    VALIDATION(HttpStatus.BAD_REQUEST),
    FRAME_REFUSED(HttpStatus.BAD_REQUEST),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    ORIGIN_NOT_ALLOWED(HttpStatus.FORBIDDEN),
    APPROVAL_REQUIRED(HttpStatus.FORBIDDEN),
    APPROVAL_REFUSED(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    REQUEST_IN_FLIGHT(HttpStatus.CONFLICT),
    OUT_OF_STOCK(HttpStatus.CONFLICT),
    PRICE_CHANGED(HttpStatus.CONFLICT),
    ALREADY_VOIDED(HttpStatus.CONFLICT),
    NOT_REFUNDABLE(HttpStatus.CONFLICT),
    SEAT_TAKEN(HttpStatus.CONFLICT),
    SESSION_NOT_ACTIVE(HttpStatus.CONFLICT),
    TOO_MANY_EXTRAS(HttpStatus.CONFLICT),
    DUPLICATE_SKU(HttpStatus.CONFLICT),
    ALREADY_EXISTS(HttpStatus.CONFLICT),
    LAST_ADMINISTRATOR(HttpStatus.CONFLICT),
    PASS_NOT_USABLE(HttpStatus.CONFLICT),
    POSITION_PRUNED(HttpStatus.GONE),
    STALE_VERSION(HttpStatus.PRECONDITION_FAILED),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    UNKNOWN_PRODUCT(HttpStatus.UNPROCESSABLE_CONTENT),
    UNKNOWN_REGISTER(HttpStatus.UNPROCESSABLE_CONTENT),
    UNKNOWN_SEAT(HttpStatus.UNPROCESSABLE_CONTENT),
    OVER_CAPACITY(HttpStatus.UNPROCESSABLE_CONTENT),
    UNKNOWN_TARIFF(HttpStatus.UNPROCESSABLE_CONTENT),
    UNKNOWN_PASS(HttpStatus.UNPROCESSABLE_CONTENT),
    IMPOSSIBLE_TIMES(HttpStatus.UNPROCESSABLE_CONTENT),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT),
    TENDERS_MISMATCH(HttpStatus.UNPROCESSABLE_CONTENT),
    DISCOUNT_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT),
    UPGRADE_REQUIRED(HttpStatus.UPGRADE_REQUIRED),
    PRECONDITION_REQUIRED(HttpStatus.PRECONDITION_REQUIRED),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    MAINTENANCE(HttpStatus.SERVICE_UNAVAILABLE),
    SERVER_STOPPING(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;
    private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProblemType(HttpStatus status) {
        this.status = status;
    }

    /** The last part of {@code type}: {@code /problems/{slug}}. */
    public String slug() {
        return slug;
    }

    public HttpStatus status() {
        return status;
    }

    public ResponseEntity<Object> reply() {
        return reply(Map.of());
    }

    /** Answers the request being served; {@code members} stand beside the standard ones. */
    public ResponseEntity<Object> reply(Map<String, ?> members) {
        return Problem.of(this).with(members).reply();
    }

    /**
     * Answers with members that are serialised already, such as a database function's answer.
     *
     * @param membersJson one JSON object, none of whose names is a standard member
     */
    public ResponseEntity<Object> reply(String membersJson) {
        return Problem.of(this).withJson(membersJson).reply();
    }

    /** As {@link #reply(Map)}, with {@code Retry-After} in seconds. */
    public ResponseEntity<Object> reply(Map<String, ?> members, long retryAfterSeconds) {
        return Problem.of(this).with(members).retryAfter(retryAfterSeconds).reply();
    }

    /** The short sentence that heads it, in the reader's language. */
    public String title(Addressee reader) {
        return Messages.text(reader.language(), "problem." + slug + ".title");
    }

    /** The document itself, for what is not answered over HTTP. */
    public byte[] document(Addressee reader, Map<String, ?> members) {
        return Problem.of(this, reader).with(members).bytes();
    }

    /** Answers outside of a controller (filters, entry points); headers already set stay. */
    public void send(HttpServletRequest request, HttpServletResponse response,
            Map<String, ?> members) throws IOException {
        Problem.of(this, request).with(members).send(response);
    }

    /** As {@link #send(HttpServletRequest, HttpServletResponse, Map)}, with {@code Retry-After}. */
    public void send(HttpServletRequest request, HttpServletResponse response,
            Map<String, ?> members, long retryAfterSeconds) throws IOException {
        Problem.of(this, request).with(members).retryAfter(retryAfterSeconds).send(response);
    }
}
