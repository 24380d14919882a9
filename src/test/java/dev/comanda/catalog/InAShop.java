package dev.comanda.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.comanda.security.Sessions;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server over HTTP, and for each test a shop of its own: a location with one of each role. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestDatabase.class)
@Execution(ExecutionMode.SAME_THREAD)
abstract class InAShop {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;
    @Autowired
    DataSource dataSource;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    private Sessions sessions;

    int location;
    String locationCode = "";
    String manager = "";
    String cashier = "";

    @BeforeEach
    void open() {
        locationCode = "shop-" + UUID.randomUUID().toString().substring(0, 8);
        location = openLocation(locationCode);
        manager = signIn(location, "manager");
        cashier = signIn(location, "cashier");
    }

    int openLocation(String code) {
        return jdbc.sql("""
            INSERT INTO locations (code, name, currency, time_zone, prices_include_tax)
            VALUES (:code, :code, 'MXN', 'America/Mexico_City', true)
            RETURNING id
            """).param("code", code).query(Integer.class).single();
    }

    String signIn(int at, String role) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
            INSERT INTO staff (location_id, id, username, name, role, password_hash)
            VALUES (:location, :id, :role, :role, :role, 'none')
            """).param("location", at).param("id", id).param("role", role).update();
        return sessions.open(at, id, null).token();
    }

    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        String problem() {
            return json().path("type").asString("none").replace("/problems/", "");
        }
    }

    Answer send(String token, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    Answer get(String path) {
        return send(cashier, "GET", path, "");
    }

    Answer create(String json) {
        return send(manager, "POST", "/api/products", json);
    }

    Answer patch(String id, String version, String json) {
        return send(manager, "PATCH", "/api/products/" + id, json, "If-Match", version);
    }

    Answer adjust(String id, String json) {
        return send(manager, "POST", "/api/products/" + id + "/stock", json);
    }

    /** A product that is only counted, by what it is counted with. */
    String created(String sku, String stock) {
        Answer answer = create("""
            {"sku":"%s","name":"%s","category":"Café","price":5500,"taxRateBp":1600,%s}
            """.formatted(sku, sku, stock));
        if (answer.status() != 201) {
            throw new AssertionError(answer.response().body());
        }
        return answer.json().path("id").asString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    long movements(String id) {
        return jdbc.sql("""
            SELECT coalesce(sum(quantity), 0)
              FROM stock_movements
             WHERE location_id = :location AND product_id = :id::uuid
            """).param("location", location).param("id", id).query(Long.class).single();
    }

    /** The events of a product in the order of their commit, each {@code type data}. */
    List<@Nullable String> events(String id) {
        return jdbc.sql("""
            SELECT type || ' ' || data
              FROM all_events
             WHERE location_id = :location AND topic = 'catalog' AND entity_id = :id::uuid
             ORDER BY at
            """).param("location", location).param("id", id).query(String.class).list();
    }

    /** All at once, as many threads as calls. */
    static <T> List<T> together(List<Callable<T>> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
