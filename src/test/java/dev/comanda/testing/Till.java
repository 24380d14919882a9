package dev.comanda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A till that somebody has signed in to: plain HTTP, as any till would. */
public final class Till {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final String token;

    private Till(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** Signs in at {@code 127.0.0.1} with that port. */
    public static Till signIn(int port, String location, String username, String password) {
        String credentials = JsonMapper.shared().writeValueAsString(Map.of("location",
                location, "username", username, "password", password));
        SearchedLog.heard(credentials);
        Answer answer = send(port, HttpRequest.newBuilder().POST(BodyPublishers
                .ofString(credentials)).header("Content-Type", "application/json"), "/api/session");
        if (answer.status() != 201) {
            throw new AssertionError("sign-in: " + answer);
        }
        return new Till(port, answer.json().path("token").asString());
    }

    /** Whoever has that token, such as a screen. */
    public static Till withToken(int port, String token) {
        return new Till(port, token);
    }

    /** A key that no sale has had. */
    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public int port() {
        return port;
    }

    public String token() {
        return token;
    }

    public Answer place(String key, String order) {
        return post("/api/orders", order, "Idempotency-Key", key);
    }

    public Answer quote(String cart) {
        return post("/api/orders/quote", cart);
    }

    /** Voids because of {@code mistake}. */
    public Answer voidOrder(String id, String key) {
        return voidOrder(id, key, "{\"reason\":\"mistake\"}");
    }

    public Answer voidOrder(String id, String key, String body) {
        return post("/api/orders/" + id + "/void", body, "Idempotency-Key", key);
    }

    public Answer byId(String id) {
        return get("/api/orders/" + id);
    }

    public Answer byKey(String key) {
        return get("/api/orders/by-key/" + encoded(key));
    }

    /** One page of orders; a query such as {@code status=paid&limit=2}, encoded already. */
    public Answer list(String query) {
        return get("/api/orders?" + query);
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Answer post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json";
        SearchedLog.heard(json);
        return send("POST", path, BodyPublishers.ofString(json), all);
    }

    /** Sends anything, signed in; headers are names and values by turns. */
    public Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder().method(method, body)
                .header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(port, request, path);
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static Answer send(int port, HttpRequest.Builder request, String path) {
        HttpRequest built = request.uri(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30)).build();
        try {
            Answer answer = new Answer(HTTP.send(built, BodyHandlers.ofByteArray()));
            SearchedLog.heard(answer.text());
            return answer;
        } catch (IOException broken) {
            return again(built, broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** A kept connection that the server closed for idleness just then: once more, on a new one. */
    private static Answer again(HttpRequest request, IOException broken) {
        if (!String.valueOf(broken.getMessage()).contains("received no bytes")) {
            throw new UncheckedIOException(broken);
        }
        try {
            return new Answer(HTTP.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException brokenAgain) {
            throw new UncheckedIOException(brokenAgain);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
