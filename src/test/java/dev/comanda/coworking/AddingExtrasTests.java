package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class AddingExtrasTests extends InARoom {

    private static final String LATTE = "{\"sku\":\"LATTE\",\"quantity\":2}";

    private final String key = Till.newKey();
    private String session = "";

    @BeforeEach
    void guest() {
        session = opened("M4");
    }

    @Test
    void an_extra_takes_its_stock_and_keeps_the_price_of_its_moment() {
        Answer added = act(till, key, session, "extras", LATTE);
        shop.reprice("LATTE", 9900);
        act(session, "extras", "{\"sku\":\"COPIA\",\"quantity\":3}");

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        JsonNode extras = find(session).json().path("extras");
        assertThat(extras).hasSize(2);
        assertThat(extras.path(0).path("unitPrice").asLong()).isEqualTo(5500);
        assertThat(extras.path(0).path("total").asLong()).isEqualTo(11000);
        assertThat(values(extras, "sku")).containsExactly("LATTE", "COPIA");
        assertThat(shop.stock("LATTE")).isEqualTo(998);
        assertThat(find(session).json().path("version").asInt()).isEqualTo(3);
        assertThat(events(session)).hasSize(3).element(1)
                .isEqualTo("session.extra-added " + added.text());
    }

    @Test
    void a_repeated_extra_is_added_once() {
        Answer first = act(till, key, session, "extras", LATTE);
        addLatte(session);

        Answer again = act(till, key, session, "extras", LATTE);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.replayed()).isTrue();
        assertThat(act(till, key, session, "extras", LATTE.replace("2", "3")).problem())
                .isEqualTo("422 idempotency-key-reused");
        assertThat(act(till, key, opened("M5"), "extras", LATTE).problem())
                .as("the same body for another session").isEqualTo("422 idempotency-key-reused");
        assertThat(shop.stock("LATTE")).isEqualTo(997);
    }

    @Test
    void a_hundred_extras_from_two_counters_at_once_are_a_hundred_extras() {
        Till other = shop.till("cashier");

        List<Answer> answers = Together.all(100, i -> act(i % 2 == 0 ? till : other,
                Till.newKey(), session, "extras", "{\"sku\":\"LATTE\",\"quantity\":1}"));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        JsonNode now = find(session).json();
        assertThat(now.path("extras")).hasSize(100);
        assertThat(values(now.path("extras"), "id")).doesNotHaveDuplicates();
        assertThat(now.path("version").asInt()).isEqualTo(101);
        assertThat(shop.stock("LATTE")).isEqualTo(900);
        assertThat(answers.stream().map(answer -> answer.json().path("version").asInt()))
                .doesNotHaveDuplicates();
    }

    @Test
    void adding_and_removing_at_once_lose_nothing() {
        List<String> present = Together.all(20, _ -> {
            Answer answer = addLatte(session);
            return values(answer.json().path("extras"), "id").getLast();
        }).stream().distinct().toList();

        Together.all(40, i -> i < 20
                ? addLatte(session)
                : remove(session, present.get(i % present.size())));

        JsonNode extras = find(session).json().path("extras");
        assertThat(extras).hasSize(40 - present.size());
        assertThat(shop.stock("LATTE")).isEqualTo(1000 - extras.size());
    }

    @Test
    void an_extra_that_is_removed_returns_its_stock_once_however_many_remove_it() {
        String extra = extra(act(session, "extras", LATTE), 0);

        List<Answer> answers = Together.all(20, _ -> remove(session, extra));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(find(session).json().path("extras")).isEmpty();
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
        assertThat(events(session)).hasSize(3);
        assertTold("session.extra-removed", answers.getFirst());
    }

    @Test
    void screens_of_the_catalogue_hear_of_the_stock() {
        String extra = extra(act(session, "extras", LATTE), 0);
        awaitStock(998);
        remove(session, extra);
        awaitStock(1000);
        addLatte(session);
        awaitStock(999);

        act(session, "cancel", "{\"reason\":\"left\"}");

        awaitStock(1000);
    }

    /** The last that the topic of the catalogue says of the latte. */
    private void awaitStock(long stock) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (shop.jdbc().sql("""
            SELECT data::json ->> 'stock' FROM events
             WHERE location_id = ? AND topic = 'catalog' ORDER BY seq DESC LIMIT 1
            """).params(shop.id()).query(Long.class).optional().filter(last -> last == stock)
                .isEmpty()) {
            assertThat(System.nanoTime()).as("no event of %d pieces", stock).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void the_last_cake_is_added_once() {
        shop.sells("CAKE", 4000, 0, 1L);

        List<Answer> answers = Together.all(20,
                _ -> act(session, "extras", "{\"sku\":\"CAKE\",\"quantity\":1}"));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(19).containsOnly("409 out-of-stock");
        assertThat(answers.stream().filter(answer -> answer.status() == 409).findAny().orElseThrow()
                .json().at("/items/0/available").asLong()).isZero();
        assertThat(shop.stock("CAKE")).isZero();
    }

    @Test
    void what_is_not_sold_is_not_added() {
        shop.jdbc().sql("UPDATE products SET active = false WHERE location_id = ? AND sku = ?")
                .params(shop.id(), "COPIA").update();

        assertThat(act(session, "extras", "{\"sku\":\"COPIA\",\"quantity\":1}").problem())
                .isEqualTo("422 unknown-product");
        assertThat(act(session, "extras", "{\"sku\":\"NONE\",\"quantity\":1}").problem())
                .isEqualTo("422 unknown-product");
        assertThat(find(session).json().path("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sku\":\"LATTE\",\"quantity\":0}",
            "{\"sku\":\"LATTE\",\"quantity\":-1}", "{\"sku\":\"LATTE\",\"quantity\":1000}",
            "{\"sku\":\"LATTE\",\"quantity\":1,\"unitPrice\":1}", "{\"sku\":\"LATTE\"}"})
    void what_is_no_extra_is_refused(String body) {
        assertThat(act(session, "extras", body).problem()).isEqualTo("400 validation");
    }

    @Test
    void a_session_holds_two_hundred() {
        shop.jdbc().sql("""
            INSERT INTO session_extras (location_id, session_id, id, product_id, sku, name,
                                        quantity, unit_price, tax_rate_bp, counted, added_at,
                                        added_by)
            SELECT ?, ?::uuid, gen_random_uuid(), gen_random_uuid(), 'COPIA', 'Copia', 1, 150, 0,
                   false, now(), gen_random_uuid()
              FROM generate_series(1, 199)
            """).params(shop.id(), session).update();

        assertThat(addLatte(session).status()).isEqualTo(201);
        assertThat(addLatte(session).problem()).isEqualTo("409 too-many-extras");
        assertThat(shop.stock("LATTE")).isEqualTo(999);
    }

    @Test
    void nothing_is_added_to_or_removed_from_a_session_that_is_over_or_nobodys() {
        String extra = extra(addLatte(session), 0);
        String cancelled = opened("M1");
        act(cancelled, "cancel", "{\"reason\":\"left\"}");

        assertThat(addLatte(cancelled).problem()).isEqualTo("409 session-not-active");
        assertThat(remove(cancelled, extra).problem()).isEqualTo("409 session-not-active");
        assertThat(remove(opened("M2"), extra).problem()).isEqualTo("404 not-found");
        assertThat(addLatte(UUID.randomUUID().toString()).problem()).isEqualTo("404 not-found");
        assertThat(remove(session, UUID.randomUUID().toString()).problem())
                .isEqualTo("404 not-found");
        assertThat(shop.stock("LATTE")).isEqualTo(999);
    }
}
