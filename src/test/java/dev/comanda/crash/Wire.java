package dev.comanda.crash;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Intent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the server as a till does, and keeps what no fault excuses. */
final class Wire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3)).build();
    private final JsonMapper json = new JsonMapper();
    private final UnaryOperator<String> url;
    private final Map<String, String> wrong = new ConcurrentHashMap<>();
    private volatile @Nullable String token;

    Wire(UnaryOperator<String> url) {
        this.url = url;
    }

    /** Answers by key that may not be given, whatever happens to the server: a 500, a 400. */
    Map<String, String> wrong() {
        return wrong;
    }

    /** Signs in as the administrator; asks until the server is there or the time is over. */
    void signIn(Duration limit) {
        String body = "{\"username\":\"admin\",\"password\":\"" + Shop.PASSWORD + "\"}";
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<HttpResponse<String>> answer = send(HttpRequest
                    .newBuilder(URI.create(url.apply("/api/session")))
                    .header("Content-Type", "application/json").timeout(PATIENCE)
                    .POST(BodyPublishers.ofString(body)).build());
            if (answer.isPresent() && answer.get().statusCode() == 201) {
                token = json.readTree(answer.get().body()).path("token").asString();
                return;
            }
            pause();
        }
        throw new IllegalStateException("nobody could sign in within " + limit);
    }

    /** A screen's token, asked for until there is one. */
    String enrol(String name) {
        Intent device = new Intent(name, "/api/devices",
                "{\"kind\":\"screen\",\"name\":\"" + name + "\"}");
        Optional<Ending> ending = ask(device);
        while (ending.isEmpty()) {
            pause();
            ending = ask(device);
        }
        return json.readTree(ending.get().body()).path("token").asString();
    }

    /** Sends a keyed request once; empty where the outcome is unknown. */
    Optional<Ending> ask(Intent intent) {
        Optional<HttpResponse<String>> answer = post(intent);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        String body = answer.get().body();
        int status = answer.get().statusCode();
        return switch (status) {
            case 200, 201 -> Optional.of(new Ending(true, body));
            case 409, 422 -> body.contains("/problems/request-in-flight")
                    ? Optional.empty()
                    : Optional.of(new Ending(false, body));
            case 429, 503 -> Optional.empty();
            default -> {
                wrong.putIfAbsent(intent.key(), status + " to " + intent.key() + ": " + body);
                yield status < 500 ? Optional.of(new Ending(false, body)) : Optional.empty();
            }
        };
    }

    /**
     * Sends it again after it was answered; says what differs from the first answer, if it does.
     */
    Optional<String> replay(Intent intent, Ending first) {
        Optional<HttpResponse<String>> answer = post(intent);
        boolean same = answer.isPresent()
                && answer.get().statusCode() == (intent.isVoid() ? 200 : 201)
                && answer.get().body().equals(first.body())
                && answer.get().headers().firstValue("Idempotency-Replayed").isPresent();
        return same
                ? Optional.empty()
                : Optional.of("REPLAY: " + intent.key() + " was " + first.body() + ", is "
                        + answer.map(a -> a.statusCode() + " " + a.body()).orElse("unanswered"));
    }

    /** Of the order or session that came of it. */
    String id(Ending ending) {
        return json.readTree(ending.body()).path("id").asString();
    }

    /** A moment before asking again, as a till's software waits. */
    static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Optional<HttpResponse<String>> post(Intent intent) {
        return send(HttpRequest.newBuilder(URI.create(url.apply(intent.path())))
                .header("Content-Type", "application/json").timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", intent.key())
                .POST(BodyPublishers.ofString(intent.body())).build());
    }

    private Optional<HttpResponse<String>> send(HttpRequest request) {
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty(); // refused, reset, cut off, too late: nobody knows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
