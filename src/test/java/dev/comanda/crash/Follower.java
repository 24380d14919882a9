package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Mirror;
import dev.comanda.testing.Screen.Frame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A screen that follows one topic over a bad line by the rule of docs/realtime.md, by socket and by
 * polling in turns, and says so when the server breaks its side of that rule.
 */
final class Follower implements Runnable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final String topic;
    private final String token;
    private final HttpClient http;
    private final int port;
    private final Random random;
    private final BooleanSupplier open;
    private final Mirror mirror;
    private final Queue<String> violations;
    /** What happened how often, over all screens. */
    private final Map<String, Integer> counts;

    Follower(Hall hall, String topic, String token, long seed) {
        this.topic = topic;
        this.token = token;
        this.http = hall.http();
        this.port = hall.port();
        this.open = hall.open();
        this.violations = hall.violations();
        this.counts = hall.counts();
        this.random = new Random(seed);
        this.mirror = new Mirror(topic);
    }

    String topic() {
        return topic;
    }

    /** Whether it has come as far as its topic did. */
    boolean hasReached(Map<String, Hall.End> ends) {
        return mirror.seq() >= end(ends).seq();
    }

    /** To be asked when it does not watch any more. */
    void assertShows(Map<String, Hall.End> ends) {
        assertThat(mirror.seq()).as(topic).isEqualTo(end(ends).seq());
        assertThat(mirror.digest()).as(mirror.toString()).isEqualTo(end(ends).digest());
    }

    private Hall.End end(Map<String, Hall.End> ends) {
        return Objects.requireNonNull(ends.get(topic));
    }

    @Override
    public void run() {
        while (open.getAsBoolean()) {
            if (mirror.seq() < 0 || random.nextInt(20) == 0) {
                snapshot();
            } else if (random.nextInt(3) == 0) {
                for (int i = random.nextInt(6); i >= 0 && open.getAsBoolean(); i--) {
                    catchUp(2);
                }
            } else {
                listen();
            }
            LockSupport.parkNanos(random.nextInt(300) * 1_000_000L);
        }
    }

    private void listen() {
        Optional<Stomp> line = Stomp.follow(http, port, token, topic);
        if (line.isEmpty()) {
            count("sockets that did not open");
            return;
        }
        try (Stomp socket = line.get()) {
            long told = -1;
            Optional<Frame> frame = socket.next(SILENCE);
            while (frame.isPresent() && open.getAsBoolean()) {
                JsonNode message = frame.get().json();
                long seq = message.path("seq").asLong();
                if (told >= 0 && seq != told + 1) {
                    violations.add(topic + ": after " + told + " the socket told " + seq);
                }
                told = seq;
                hear(message);
                frame = socket.next(SILENCE);
            }
        }
        count("sockets that ended");
    }

    private void hear(JsonNode message) {
        if (message.path("type").asString().equals("position")) {
            if (message.path("seq").asLong() > mirror.seq()) {
                catchUp(0);
            }
            return;
        }
        switch (mirror.apply(message, message.path("epoch").asString())) {
            case APPLIED -> count("told by a socket");
            case KNOWN -> count("known already");
            case HOLE -> catchUp(0);
            case OTHER_EPOCH -> violations.add(topic + ": another epoch, and nobody restored");
        }
    }

    private void catchUp(int wait) {
        Optional<JsonNode> answer = get("/events?after=" + mirror.seq() + "&wait=" + wait
                + "&epoch=" + mirror.epoch());
        answer.ifPresent(found -> {
            for (JsonNode event : found.path("events")) {
                Mirror.Step step = mirror.apply(event, found.path("epoch").asString());
                if (step == Mirror.Step.APPLIED) {
                    count("told by a poll");
                } else {
                    violations.add(topic + ": polled after " + mirror.seq() + ", got "
                            + event.path("seq") + ": " + step);
                }
            }
            if (found.path("seq").asLong() < mirror.seq()) {
                violations.add(topic + ": the log ends before " + mirror.seq());
            }
        });
    }

    /** Also held against what the screen has, where both are of the same number. */
    private void snapshot() {
        get("/snapshot").ifPresent(found -> {
            long seq = found.path("seq").asLong();
            if (seq < mirror.seq()) {
                violations.add(topic + ": a snapshot of " + seq + " after " + mirror.seq());
            } else if (seq == mirror.seq() && found.path("settled").asBoolean()) {
                compare(found.path("digest").asString(), "a snapshot of the same number");
                count("digests compared on the way");
            }
            mirror.take(found);
            if (found.path("settled").asBoolean()) {
                compare(found.path("digest").asString(), "its own snapshot");
            }
            count("snapshots");
        });
    }

    private void compare(String digest, String with) {
        if (!digest.equals(mirror.digest())) {
            violations.add(topic + " differs from " + with + ": " + mirror);
        }
    }

    private Optional<JsonNode> get(String what) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port + "/api/topics/" + topic + what))
                    .header("Authorization", "Bearer " + token).timeout(PATIENCE).build(),
                    BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(JSON.readTree(answer.body()));
                case 429, 503 -> Optional.empty();
                default -> {
                    violations.add(topic + what + ": " + answer.statusCode() + answer.body());
                    yield Optional.empty();
                }
            };
        } catch (IOException broken) {
            count("requests that broke off");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
