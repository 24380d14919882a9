package dev.comanda.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Mirror;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The state behind a topic, with its number and its digest. */
class TakingASnapshotTests extends InAShop {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SALE = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    @Test
    void a_topic_of_which_nothing_was_told_yet_is_empty_and_at_zero() {
        for (String name : List.of("coworking", "orders", "catalog")) {
            JsonNode snapshot = snapshot(name);
            assertThat(snapshot.path("topic").asString()).isEqualTo(topic(name));
            assertThat(snapshot.path("epoch").asString()).hasSize(36);
            assertThat(snapshot.path("seq").asLong(-1)).isZero();
            assertThat(snapshot.path("settled").asBoolean()).isTrue();
            assertThat(snapshot.path("digest").asString()).isEqualTo(Mirror.digest(""));
            assertThat(snapshot.path("data").size()).isEqualTo(1);
        }
    }

    @Test
    void the_orders_are_the_hundred_placed_last() {
        shop.sells("LATTE", 5500, 1600, null);
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 103; i++) {
            placed.addFirst(till.place(Till.newKey(), SALE).json().path("id").asString());
        }
        till.voidOrder(placed.get(1), Till.newKey());
        till.voidOrder(placed.get(101), Till.newKey());

        JsonNode snapshot = settled("orders", 105);

        assertThat(snapshot.at("/data/orders").valueStream().map(o -> o.path("id").asString()))
                .containsExactlyElementsOf(placed.subList(0, 100));
        assertThat(snapshot.at("/data/orders/1"))
                .isEqualTo(till.byId(placed.get(1)).json());
        assertDigest("orders", snapshot);
    }

    @Test
    void the_catalogue_is_what_is_on_sale_with_its_stock() {
        shop.sells("LATTE", 5500, 1600, 40L);
        shop.sells("AGUA", 2000, 1600, null);
        String old = till.post("/api/products", """
            {"sku":"OLD","name":"Viejo","category":"x","price":100,"taxRateBp":0}
            """).json().path("id").asString();
        assertThat(till.send("PATCH", "/api/products/" + old,
                BodyPublishers.ofString("{\"active\":false}"),
                "Content-Type", "application/json", "If-Match", "\"1\"").status())
                .isEqualTo(200);
        till.place(Till.newKey(), SALE);

        JsonNode snapshot = settled("catalog", 3);

        assertThat(snapshot.at("/data/products").valueStream().map(p -> p.path("sku").asString()))
                .containsExactlyInAnyOrder("LATTE", "AGUA");
        snapshot.at("/data/products").forEach(product -> assertThat(product)
                .isEqualTo(till.get("/api/products/" + product.path("id").asString()).json()));
        assertDigest("catalog", snapshot);
    }

    @Test
    void a_catalogue_of_five_thousand_comes_whole_and_compressed() throws IOException {
        shop.jdbc().sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp, stock)
            SELECT ?, gen_random_uuid(), 'P-' || n, 'Producto número ' || n, 'test', 100 + n, 1600,
                   n FROM generate_series(1, 5000) AS n
            """).params(shop.id()).update();
        shop.jdbc().sql("""
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
            SELECT location_id, id, id, 'initial', stock FROM products WHERE location_id = ?
            """).params(shop.id()).update();
        Answer plain = till.get(path("catalog"));
        Answer packed = till.send("GET", path("catalog"), BodyPublishers.noBody(),
                "Accept-Encoding", "br, gzip");

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.response().headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(packed.response().body().length * 5).isLessThan(plain.response().body().length);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))
                .readAllBytes()).isEqualTo(plain.response().body());
        assertThat(plain.json().at("/data/products").size()).isEqualTo(5000);
        assertDigest("catalog", plain.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"main.orders", "OTHER.orders", "OWN.staff", "OWN.", "OWN", "*",
            "OWN.*", "OWN.ORDERS"})
    void only_a_topic_of_the_own_location_is_shown(String name) {
        Shop other = open(Shop.AMERICAN);
        String asked = name.replace("OTHER", other.code()).replace("OWN", shop.code());
        for (String what : List.of("/snapshot", "/events?after=0")) {
            assertThat(till.get("/api/topics/" + asked + what).problem())
                    .isEqualTo("403 forbidden");
        }
    }

    @Test
    void a_screen_sees_what_its_location_sees_and_no_other() {
        Shop other = open(Shop.AMERICAN);
        String token = till.post("/api/devices", "{\"kind\":\"screen\",\"name\":\"pared\"}").json()
                .path("token").asString();
        assertThat(token).isNotEmpty();
        assertThat(Till.withToken(till.port(), token).get(path("coworking")).status())
                .isEqualTo(200);
        assertThat(Till.withToken(till.port(), token)
                .get("/api/topics/" + other.code() + ".coworking/snapshot").problem())
                .isEqualTo("403 forbidden");
        assertThat(shop.till("operator").get(path("coworking")).problem())
                .isEqualTo("403 forbidden");
        assertThat(Till.withToken(till.port(), "nobody").get(path("coworking")).problem())
                .isEqualTo("401 unauthenticated");
    }

    static Stream<JsonNode> vectors() {
        return JSON.readTree(Path.of("docs", "vectors", "digests.json")).path("vectors")
                .valueStream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_published_vectors_are_the_digests_in_whatever_order_the_entities_come(
            JsonNode vector) {
        List<JsonNode> entities = new ArrayList<>(vector.path("entities").valueStream().toList());
        Collections.shuffle(entities, new Random(1));
        String topic = "main." + vector.path("topic").asString();
        String list = vector.path("topic").asString().replace("coworking", "sessions")
                .replace("catalog", "products");
        Mirror mirror = new Mirror(topic);
        mirror.take(JSON.createObjectNode().set("data", JSON.createObjectNode()
                .set(list, JSON.valueToTree(entities))));
        assertThat(mirror.lines()).isEqualTo(vector.path("lines").asString());
        assertThat(mirror.digest()).isEqualTo(vector.path("digest").asString());
        assertThat(shop.jdbc().sql("SELECT digest_of(?)").params(mirror.lines())
                .query(String.class).single()).isEqualTo(mirror.digest());
    }

    private void assertDigest(String name, JsonNode snapshot) {
        Mirror mirror = new Mirror(topic(name));
        mirror.take(snapshot);
        assertThat(snapshot.path("digest").asString()).isEqualTo(mirror.digest());
    }

    /** Once every event has its number. */
    private JsonNode settled(String name, long seq) {
        JsonNode snapshot = snapshot(name);
        while (!snapshot.path("settled").asBoolean()) {
            snapshot = snapshot(name);
        }
        assertThat(snapshot.path("seq").asLong()).isEqualTo(seq);
        return snapshot;
    }

    private JsonNode snapshot(String name) {
        Answer answer = till.get(path(name));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String path(String name) {
        return "/api/topics/" + topic(name) + "/snapshot";
    }

    private String topic(String name) {
        return shop.code() + "." + name;
    }
}
