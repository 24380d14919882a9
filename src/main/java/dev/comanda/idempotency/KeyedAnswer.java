package dev.comanda.idempotency;

import static dev.comanda.web.ProblemType.REQUEST_IN_FLIGHT;

import dev.comanda.web.ProblemType;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What came of a keyed request: every expected ending, and nothing else. */
public sealed interface KeyedAnswer {

    /**
     * It was done, now or before.
     *
     * @param body     the first answer, byte for byte
     * @param replayed true where it had been done before
     */
    record Done(String body, boolean replayed) implements KeyedAnswer {}

    /**
     * It was not done, and left nothing behind: the same key may be tried again.
     *
     * @param members JSON object of the members that the problem carries
     */
    record Refused(ProblemType reason, String members) implements KeyedAnswer {}

    /**
     * Reads what a keyed function of the database returned.
     *
     * @param outcome {@code done}, {@code replayed}, or the slug of a problem
     * @param answer  the answer, or the problem's members as a JSON object
     */
    static KeyedAnswer of(String outcome, @Nullable String answer) {
        String text = Objects.requireNonNullElse(answer, "{}");
        return switch (outcome) {
            case "done" -> new Done(text, false);
            case "replayed" -> new Done(text, true);
            default -> new Refused(
                    ProblemType.valueOf(outcome.toUpperCase(Locale.ROOT).replace('-', '_')), text);
        };
    }

    /** The HTTP answer; a replay differs from the first in one header only. */
    default ResponseEntity<Object> reply(HttpStatus whenDone) {
        return switch (this) {
            case Done(String body, boolean replayed) -> {
                ResponseEntity.BodyBuilder response = ResponseEntity.status(whenDone)
                        .contentType(MediaType.APPLICATION_JSON);
                if (replayed) {
                    response.header("Idempotency-Replayed", "true");
                }
                yield response.body(body);
            }
            case Refused(ProblemType reason, String _) when reason == REQUEST_IN_FLIGHT ->
                reason.reply(Map.of(), 1);
            case Refused(ProblemType reason, String members) -> reason.reply(members);
        };
    }
}
