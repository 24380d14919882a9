package dev.comanda.topics;

import dev.comanda.outbox.Event;
import dev.comanda.security.BearerTokens;
import dev.comanda.security.Caller;
import dev.comanda.security.Permissions;
import dev.comanda.security.TokenProof;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/topics}: what a screen shows, and what it missed. */
@RestController
@RequestMapping("/api/topics/{topic}")
class TopicsApi {

    private static final int LONGEST_WAIT_SECONDS = 25;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Snapshots snapshots;
    private final TopicLog log;
    private final BearerTokens tokens;

    TopicsApi(Snapshots snapshots, TopicLog log, BearerTokens tokens) {
        this.snapshots = snapshots;
        this.log = log;
        this.tokens = tokens;
    }

    @GetMapping("/snapshot")
    ResponseEntity<byte[]> snapshot(Caller caller, @PathVariable String topic,
            @RequestHeader(name = "Accept-Encoding", defaultValue = "") String accepted) {
        check(caller, topic);
        Snapshot snapshot = snapshots.of(caller.locationId(), topic);
        ResponseEntity.BodyBuilder reply = ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return takesGzip(accepted)
                ? reply.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(snapshot.gzip())
                : reply.body(snapshot.json());
    }

    @GetMapping("/events")
    ResponseEntity<Object> events(Caller caller, @PathVariable String topic,
            @RequestParam long after, @RequestParam(defaultValue = "0") int wait,
            @RequestParam @Nullable String epoch,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization) {
        check(caller, topic);
        if (after < 0) {
            throw ProblemException.parameter("after", "minimum", 0);
        }
        if (wait < 0 || wait > LONGEST_WAIT_SECONDS) {
            throw ProblemException.parameter("wait", "range", 0, LONGEST_WAIT_SECONDS);
        }
        Reading reading = log.after(caller, new TopicLog.Place(topic, after, epoch),
                patience(wait, authorization));
        return switch (reading) {
            case Reading.Changes changes -> ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON).body(json(topic, changes));
            case Reading.Gone(var end, String reason) -> ProblemType.POSITION_PRUNED.reply(
                    Map.of("reason", reason, "epoch", end.epoch(), "seq", end.seq()));
            case Reading.TooMany _ -> ProblemType.TOO_MANY_REQUESTS.reply(Map.of(),
                    RETRY_AFTER_SECONDS);
            case Reading.SignedOut _ -> ProblemType.UNAUTHENTICATED.reply();
            case Reading.Stopping _ -> ProblemType.SERVER_STOPPING.reply(Map.of(),
                    ThreadLocalRandom.current().nextLong(1, RETRY_AFTER_SECONDS));
        };
    }

    private static void check(Caller caller, String topic) {
        if (!Permissions.mayFollow(caller, topic)) {
            throw new ProblemException(ProblemType.FORBIDDEN);
        }
    }

    /** Nothing is told once the token has expired. */
    private Duration patience(int wait, String authorization) {
        Instant expiry = BearerTokens.inHeader(authorization).flatMap(tokens::proof)
                .map(TokenProof::expiresAt).orElse(Instant.MIN);
        Instant end = Instant.now().plusSeconds(wait);
        Duration patience = Duration.between(Instant.now(), end.isBefore(expiry) ? end : expiry);
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    private static String json(String topic, Reading.Changes changes) {
        List<Event> events = changes.events();
        return events.stream().map(Event::json).collect(Collectors.joining(",",
                "{\"topic\":\"" + topic + "\",\"epoch\":\"" + changes.end().epoch()
                        + "\",\"seq\":" + changes.end().seq() + ",\"events\":[",
                "]}"));
    }

    private static boolean takesGzip(String accepted) {
        return Arrays.stream(accepted.split(",", -1)).map(String::strip)
                .anyMatch(coding -> coding.matches("(?i)gzip(\\s*;\\s*q=(1|0\\.0*[1-9]).*)?"));
    }
}
