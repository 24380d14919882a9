package dev.comanda.ops;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server, asked over HTTP as a till or a monitor asks it. */
final class RemoteShop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String base;
    private String token = "";

    /** One answer; status 0 where nobody answered. */
    record Answer(int status, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body.startsWith("{") ? body : "{}");
        }
    }

    RemoteShop(URI url) {
        this.base = url.toString().replaceFirst("/+$", "");
    }

    void use(String bearer) {
        this.token = bearer;
    }

    Answer get(String path) {
        return send(request(path).GET()).join();
    }

    Answer post(String path, Object body, String key) {
        return postSoon(path, body, key).join();
    }

    CompletableFuture<Answer> postSoon(String path, Object body, String key) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private CompletableFuture<Answer> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply((HttpResponse<String> answer) -> new Answer(answer.statusCode(),
                        answer.body()))
                .exceptionally(failure -> new Answer(0, reason(failure)));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException ? "no answer: " + cause : cause.toString();
    }
}
