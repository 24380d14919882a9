package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unknown outcome has an answer: the sale, nothing, or not yet. */
class FindingAnOrderTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    private final String key = Till.newKey();

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 100L);
    }

    @Test
    void a_sale_is_found_by_its_key_and_by_its_id() {
        assertThat(till.byKey(key).problem()).isEqualTo("404 not-found");
        Answer order = till.place(key, ORDER);

        Answer byKey = till.byKey(key);

        assertThat(byKey.status()).isEqualTo(200);
        assertThat(byKey.header("Content-Type")).isEqualTo("application/json");
        assertThat(byKey.text()).isEqualTo(order.text());
        assertThat(till.byId(order.json().path("id").asString()).text()).isEqualTo(order.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sale-42", "Sale_42", "a?b#c", "a+b", "~!@#$^&*()_+{}|:<>?`-=[]',.",
            "0199f3c2-6f00-7000-8000-000000000001", "\"quoted\""})
    void a_sale_is_found_by_a_key_with_punctuation(String name) {
        Answer order = till.place(name, ORDER);
        assertThat(order.status()).as(order.toString()).isEqualTo(201);

        assertThat(till.byKey(name).text()).isEqualTo(order.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a;b=c", "100%", "a\\b", "..", ".", "//", "sale-42"})
    void a_sale_is_found_by_a_key_that_no_path_can_carry(String name) {
        Answer order = till.place(name, ORDER);
        assertThat(order.status()).as(order.toString()).isEqualTo(201);

        Answer found = till.get("/api/orders/by-key?key="
                + URLEncoder.encode(name, StandardCharsets.UTF_8));

        assertThat(found.text()).isEqualTo(order.text());
    }

    @Test
    void a_key_that_no_sale_can_have_is_refused() {
        assertThat(till.byKey("k".repeat(256)).problem()).isEqualTo("400 idempotency-key-invalid");
        assertThat(till.byKey("ñ").problem()).isEqualTo("400 idempotency-key-invalid");
        assertThat(till.byKey("two words").problem()).isEqualTo("400 idempotency-key-invalid");
        for (String broken : List.of("%00", "%0A", "%7F", "%FF")) {
            assertThat(till.get("/api/orders/by-key/" + broken).status()).as(broken)
                    .isBetween(400, 404);
        }
    }

    @Test
    void while_a_sale_is_under_way_its_key_says_so() throws SQLException {
        try (Connection another = connection()) {
            claim(another);

            Answer answer = till.byKey(key);

            assertThat(answer.problem()).isEqualTo("409 request-in-flight");
            assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(till.byKey(Till.newKey()).problem()).isEqualTo("404 not-found");
            another.rollback();
        }
        assertThat(till.byKey(key).problem()).isEqualTo("404 not-found");
    }

    @Test
    void copies_wait_no_longer_than_the_bound() throws SQLException {
        Map<String, String> before = shop.everything();
        try (Connection another = connection()) {
            claim(another);
            long start = System.nanoTime();

            List<Answer> answers = Together.all(3, _ -> till.place(key, ORDER));

            assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
            assertThat(answers).extracting(Answer::problem).containsOnly("409 request-in-flight");
            assertThat(answers).allMatch(answer -> answer.header("Retry-After").equals("1"));
            assertThat(shop.everything()).isEqualTo(before);
            another.rollback();
        }
        assertThat(till.place(key, ORDER).replayed()).isFalse();
    }

    @Test
    void another_shop_sees_nothing_of_it() {
        Answer order = till.place(key, ORDER);
        Till elsewhere = open(Shop.MEXICAN).till();

        assertThat(elsewhere.byId(order.json().path("id").asString()).problem())
                .isEqualTo("404 not-found");
        assertThat(elsewhere.byKey(key).problem()).isEqualTo("404 not-found");
        assertThat(elsewhere.list("").json().path("orders")).isEmpty();
    }

    @Test
    void what_is_no_id_is_refused() {
        for (String id : List.of("1", "R1-000001", "0199f3c2-7d10-7a51-8c3b-0e1f2a3b4c5", "%00",
                "by-key", "x'--")) {
            assertThat(till.byId(id).status()).as(id).isBetween(400, 404);
        }
        assertThat(till.byId("0199f3c2-7d10-7a51-8c3b-0e1f2a3b4c5d").problem())
                .isEqualTo("404 not-found");
    }

    /** As an instance that is selling with this key does, until its transaction ends. */
    private void claim(Connection another) throws SQLException {
        another.setAutoCommit(false);
        try (PreparedStatement lock = another.prepareStatement("""
            SELECT pg_advisory_xact_lock(hashtextextended(?, ?))
            """)) {
            lock.setString(1, key);
            lock.setInt(2, shop.id());
            lock.execute();
        }
    }
}
