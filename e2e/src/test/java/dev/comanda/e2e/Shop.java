package dev.comanda.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A location of its own, opened over the API: what one test sells, no other sees. */
final class Shop {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {
    };
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final URI server;
    private final String code;
    private final String token;

    private Shop(URI server, String code) {
        this.server = server;
        this.code = code;
        this.token = signIn(server, "admin", Server.PASSWORD, code);
    }

    /** Registers R1 and R2, a small menu and the administrator {@code admin}. */
    static Shop open(Server server) {
        String code = "e2e-" + COUNT.incrementAndGet();
        String main = signIn(server.uri(), "admin", Server.PASSWORD, "main");
        send(server.uri(), main, "POST", "/api/locations", Map.of("code", code, "name", "Café",
                "currency", "MXN", "timeZone", "America/Mexico_City", "pricesIncludeTax", true));
        Shop shop = new Shop(server.uri(), code);
        shop.post("/api/registers", Map.of("code", "R2"));
        shop.product("LATTE", "Latte", "Café", 5500, 1000);
        shop.product("ESPRESSO", "Espresso", "Café", 3800, 1000);
        shop.product("TE-VERDE", "Té verde", "Té", 4000, 1000);
        shop.product("CROISSANT", "Croissant de mantequilla", "Panadería", 4200, 1000);
        return shop;
    }

    String code() {
        return code;
    }

    void product(String sku, String name, String category, long price, long stock) {
        post("/api/products", Map.of("sku", sku, "name", name, "category", category, "price", price,
                "taxRateBp", 1600, "stock", stock));
    }

    /** Desks M1 to M8, the table G1 for six people, and a tariff. */
    void room() {
        for (int desk = 1; desk <= 8; desk++) {
            post("/api/coworking/seats", Map.of("code", "M" + desk, "kind", "desk", "name",
                    "Mesa " + desk, "capacity", 1));
        }
        post("/api/coworking/seats", Map.of("code", "G1", "kind", "table", "name",
                "Mesa grande 1", "capacity", 6));
        post("/api/coworking/tariffs", Map.of("rules", Map.of("code", "hourly", "name",
                "Por hora", "taxRateBp", 1600, "perPerson", true, "graceMinutes", 5, "rate",
                Map.of("blocks", Map.of("first", Map.of("minutes", 60, "amount", 5800), "later",
                        Map.of("minutes", 30, "amount", 2900))))));
    }

    /** A guest sits down, by another counter; the session's id. */
    String seat(String seat, String guest) {
        return post("/api/coworking/sessions", Map.of("seat", seat, "guestName", guest,
                "people", 1, "tariff", "hourly")).path("id").asString();
    }

    void extra(String session, String sku) {
        post("/api/coworking/sessions/" + session + "/extras", Map.of("sku", sku, "quantity", 1));
    }

    void reprice(String sku, long price) {
        change(sku, Map.of("price", price));
    }

    /** It is not sold any more. */
    void retire(String sku) {
        change(sku, Map.of("active", false));
    }

    void barcode(String sku, String barcode) {
        change(sku, Map.of("barcode", barcode));
    }

    /** Another register sells it. */
    JsonNode sell(String sku, int quantity) {
        return send(server, token, "POST", "/api/orders", Map.of("register", "R2", "lines", List.of(
                Map.of("sku", sku, "quantity", quantity)), "tenders",
                List.of(
                        Map.of("method", "card"))),
                "Idempotency-Key", UUID.randomUUID().toString());
    }

    void staff(String username, String role, String password) {
        Server.hide(password);
        post("/api/staff", Map.of("username", username, "name", username, "role", role,
                "password", password));
    }

    String staffId(String username) {
        for (JsonNode person : get("/api/staff").path("items")) {
            if (person.path("username").asString().equals(username)) {
                return person.path("id").asString();
            }
        }
        throw new IllegalStateException("nobody is called " + username);
    }

    void pin(String username, String role, String pin) {
        Server.hide(pin);
        post("/api/staff", Map.of("username", username, "name", username, "role", role,
                "pin", pin));
    }

    /** So many minutes ago: only the database can say so. */
    void cameAgo(String session, int minutes) {
        sql("""
            UPDATE coworking_sessions SET started_at = started_at - ? * interval '1 minute'
             WHERE id = ?::uuid
            """, minutes, session);
    }

    /** The product is a pass of so many minutes, and somebody buys one; the order. */
    JsonNode pass(String customer, int minutes) {
        String sku = "BONO-" + minutes;
        if (get("/api/products?q=" + sku).path("products").isEmpty()) {
            product(sku, "Bono de " + minutes + " min", "Bonos", 40_000, 100);
            post("/api/coworking/pass-terms", Map.of("sku", sku, "unit", "minutes", "amount",
                    minutes, "validDays", 30, "counted", "from-purchase"));
        }
        return post("/api/orders", Map.of("register", "R2", "customerName", customer, "lines",
                List.of(Map.of("sku", sku, "quantity", 1)), "tenders",
                List.of(Map.of("method", "card"))));
    }

    /** What is left of the passes of an order. */
    int left(JsonNode order) {
        return get("/api/coworking/passes?order=" + order.path("id").asString())
                .at("/items/0/left").asInt();
    }

    /** Behind the server's back. */
    void sql(String statement, Object... values) {
        try (Connection connection = Server.shared().connect();
                PreparedStatement sql = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            sql.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By SQL: over the API it would take longer than the test. */
    void manyProducts(int count) {
        sql("""
            INSERT INTO products (location_id, id, sku, barcode, name, category, price,
                   tax_rate_bp, stock)
            SELECT l.id, gen_random_uuid(), 'SKU-' || n, '7500000' || lpad(n::text, 5, '0'),
                   'Producto ' || n, 'Categoría ' || n % 8, n, 1600, NULL
              FROM locations AS l, generate_series(1, ?) AS n
             WHERE l.code = ?
            """, count, code);
    }

    private void change(String sku, Map<String, ?> change) {
        JsonNode product = get("/api/products?q=" + sku).path("products").get(0);
        send(server, token, "PATCH", "/api/products/" + product.path("id").asString(), change,
                "If-Match", "\"" + product.path("version").asLong() + "\"");
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(server, token, "POST", path, body, "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    void put(String path, String body) {
        send(server, token, "PUT", path, JSON.readValue(body, MEMBERS));
    }

    void delete(String path) {
        send(server, token, "DELETE", path, Map.of());
    }

    /** As whoever was given a till's file sends it. */
    JsonNode post(String path, JsonNode body, String key) {
        return send(server, token, "POST", path, JSON.convertValue(body, MEMBERS),
                "Idempotency-Key", key);
    }

    JsonNode get(String path) {
        return send(server, token, "GET", path, Map.of());
    }

    /** Every order of the location, newest first. */
    List<JsonNode> orders() {
        List<JsonNode> orders = new ArrayList<>();
        String path = "/api/orders?limit=200";
        for (String next = path; !next.isEmpty();) {
            JsonNode page = get(next);
            page.path("orders").forEach(orders::add);
            String cursor = page.path("nextCursor").asString("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + URLEncoder.encode(cursor, UTF_8);
        }
        return orders;
    }

    private static String signIn(URI server, String name, String password, String location) {
        return send(server, "", "POST", "/api/session", Map.of("username", name, "password",
                password, "location", location)).path("token").asString();
    }

    private static JsonNode send(URI server, String token, String method, String path,
            Map<String, ?> body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, method.equals("GET")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(method + " " + path + ": " + answer.body());
            }
            return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
