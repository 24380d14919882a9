package dev.comanda.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a problem from a check at the edge, before anything was changed.
 *
 * <p>What a capability refuses is a value of its sealed result, not this exception.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient Map<String, ?> members;
    private final @Nullable Long retryAfterSeconds;

    public ProblemException(ProblemType type) {
        this(type, Map.of());
    }

    public ProblemException(ProblemType type, Map<String, ?> members) {
        this(type, members, null);
    }

    public ProblemException(ProblemType type, Map<String, ?> members,
            @Nullable Long retryAfterSeconds) {
        // It is an answer, not a fault: no stack trace to fill or to log.
        super(type.slug(), null, false, false);
        this.type = type;
        this.members = members;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /**
     * A query, path or header parameter that does not hold.
     *
     * @param rule a rule with a sentence in messages.properties ({@code rule.…}), for example
     *     {@code format}, {@code enum}, {@code required}
     */
    public static ProblemException parameter(String name, String rule, Object... arguments) {
        return new ProblemException(ProblemType.VALIDATION, Map.of("errors",
                List.of(Map.of("parameter", name, "rule", rule, "detail",
                        Messages.rule(rule, arguments)))));
    }

    /** A field of the body that the schema cannot judge; {@code pointer} as in RFC 6901. */
    public static ProblemException field(String pointer, String rule, Object... arguments) {
        return new ProblemException(ProblemType.VALIDATION,
                Map.of("errors", List.of(FieldError.of(pointer, rule, arguments))));
    }

    public ProblemType type() {
        return type;
    }

    public Map<String, ?> members() {
        return members;
    }

    /** Seconds for {@code Retry-After}, if the answer names any. */
    public @Nullable Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
