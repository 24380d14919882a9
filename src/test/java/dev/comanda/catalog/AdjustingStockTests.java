package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AdjustingStockTests extends InACatalogue {

    private long stock(String id) {
        return get("/api/products/" + id).json().path("stock").asLong();
    }

    @Test
    void a_delivery_and_a_count_leave_their_movements() {
        String id = created("LATTE", "\"stock\":40");

        Answer delivery = adjust(id, "{\"delta\":12,\"reason\":\"delivery\"}");
        Answer count = adjust(id, "{\"count\":50,\"reason\":\"monday\"}");

        assertThat(delivery.status()).isEqualTo(200);
        assertThat(delivery.json().path("stock").asLong()).isEqualTo(52);
        assertThat(delivery.header("ETag")).isEqualTo("\"1\"");
        assertThat(count.json().path("stock").asLong()).isEqualTo(50);
        assertThat(shop.jdbc().sql("""
            SELECT m.kind || ' ' || m.quantity || ' ' || coalesce(m.reason, '') || ' ' || s.role
              FROM stock_movements AS m
              JOIN staff AS s ON s.location_id = m.location_id AND s.id = m.staff_id
             WHERE m.location_id = :location
             ORDER BY m.created_at
            """).param("location", shop.id()).query(String.class).list()).containsExactly(
                "initial 40  manager", "adjustment 12 delivery manager",
                "adjustment -2 monday manager");
    }

    @Test
    void less_than_nothing_is_refused_with_what_is_left() {
        String id = created("LATTE", "\"stock\":2");

        Answer refused = adjust(id, "{\"delta\":-3,\"reason\":\"breakage\"}");

        assertThat(refused.problem()).isEqualTo("409 out-of-stock");
        JsonNode item = refused.json().at("/items/0");
        assertThat(item.toString()).contains("\"sku\":\"LATTE\"", "\"asked\":3",
                "\"available\":2");
        assertThat(stock(id)).isEqualTo(2);
        assertThat(events(id)).hasSize(1);
    }

    @Test
    void what_may_be_oversold_may_be_adjusted_below_zero() {
        String id = created("SOPA", "\"stock\":2,\"oversellAllowed\":true");

        assertThat(adjust(id, "{\"delta\":-3,\"reason\":\"x\"}").json().path("stock").asLong())
                .isEqualTo(-1);
        assertThat(movements(id)).isEqualTo(-1);
    }

    @Test
    void a_count_begins_the_counting_and_the_movements_add_up_to_it() {
        String id = created("PASE", "\"stock\":null");
        // what was sold in an earlier time, when it was counted
        shop.jdbc().sql("""
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
            VALUES (:location, uuid_v7(), :id::uuid, 'sale', -4)
            """).param("location", shop.id()).param("id", id).update();

        Answer difference = adjust(id, "{\"delta\":1,\"reason\":\"x\"}");
        Answer count = adjust(id, "{\"count\":9,\"reason\":\"x\"}");

        assertThat(difference.status()).isEqualTo(400);
        assertThat(difference.json().at("/errors/0/rule").asString()).isEqualTo("not-counted");
        assertThat(count.json().path("stock").asLong()).isEqualTo(9);
        assertThat(movements(id)).isEqualTo(9);
    }

    @Test
    void a_hundred_adjustments_at_once_add_up() {
        String id = created("LATTE", "\"stock\":0");
        List<Supplier<Integer>> calls = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            String body = "{\"delta\":%d,\"reason\":\"delivery\"}".formatted(i);
            calls.add(() -> adjust(id, body).status());
        }

        assertThat(Together.all(calls.size(), i -> calls.get(i).get())).containsOnly(200);
        assertThat(stock(id)).isEqualTo(5050);
        assertThat(movements(id)).isEqualTo(5050);
        assertThat(events(id)).hasSize(101);
    }

    @Test
    void of_a_hundred_that_take_one_of_thirty_seventy_are_refused() {
        String id = created("LATTE", "\"stock\":30");

        List<Integer> statuses = Together.all(100,
                _ -> adjust(id, "{\"delta\":-1,\"reason\":\"x\"}").status());

        assertThat(Collections.frequency(statuses, 200)).isEqualTo(30);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(70);
        assertThat(stock(id)).isZero();
    }

    @Test
    void first_counts_at_once_begin_the_counting_once() {
        String id = created("PASE", "\"stock\":null");

        assertThat(Together.all(20,
                _ -> adjust(id, "{\"count\":9,\"reason\":\"x\"}").status())).containsOnly(200);
        assertThat(movements(id)).isEqualTo(9);
    }

    @Test
    void stock_is_the_sum_of_its_movements_whatever_happens_at_once() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("stock_is_the_sum_of_its_movements: -Dseed=" + seed);
        Random random = new Random(seed);
        List<String> ids = List.of(created("STRICT", "\"stock\":20"),
                created("LOOSE", "\"stock\":5,\"oversellAllowed\":true"),
                created("UNCOUNTED", "\"stock\":null"));
        List<Supplier<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            int delta = random.nextInt(1, 15) * (random.nextBoolean() ? 1 : -1);
            String body = random.nextInt(8) == 0
                    ? "{\"count\":%d,\"reason\":\"x\"}".formatted(random.nextInt(30))
                    : "{\"delta\":%d,\"reason\":\"x\"}".formatted(delta);
            calls.add(() -> adjust(id, body).status());
        }

        // 503: 300 at once may be more than the pool serves in its time
        assertThat(Together.all(calls.size(), i -> calls.get(i).get())).as("seed %d", seed)
                .contains(200).isSubsetOf(200, 400, 409, 503);
        for (String id : ids) {
            assertThat(movements(id)).as("seed %d", seed).isEqualTo(stock(id));
        }
        assertThat(stock(ids.getFirst())).as("seed %d", seed).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"reason\":\"x\"}", "{\"delta\":1}", "{\"count\":1}",
            "{\"delta\":0,\"reason\":\"x\"}", "{\"count\":-1,\"reason\":\"x\"}",
            "{\"delta\":1,\"count\":1,\"reason\":\"x\"}", "{\"delta\":1,\"reason\":\"\"}",
            "{\"delta\":1.5,\"reason\":\"x\"}", "{\"delta\":9999999999,\"reason\":\"x\"}"})
    void what_breaks_the_contract_moves_nothing(String json) {
        String id = created("LATTE", "\"stock\":2");

        assertThat(adjust(id, json).status()).isEqualTo(400);
        assertThat(movements(id)).isEqualTo(2);
    }
}
