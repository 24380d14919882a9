package dev.comanda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered to a till. */
public record Answer(HttpResponse<byte[]> response) {

    public int status() {
        return response.statusCode();
    }

    /** The first header of that name; empty where there is none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public boolean replayed() {
        return header("Idempotency-Replayed").equals("true");
    }

    /** The body; equal where the bytes are. */
    public String text() {
        return new String(response.body(), UTF_8);
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(response.body());
    }

    /** Status and slug of a problem, as in {@code 409 out-of-stock}; or what came instead. */
    public String problem() {
        return header("Content-Type").equals("application/problem+json")
                ? status() + " " + json().path("type").asString().replace("/problems/", "")
                : "no problem: " + status() + " " + text();
    }

    @Override
    public String toString() {
        return status() + " " + text();
    }
}
