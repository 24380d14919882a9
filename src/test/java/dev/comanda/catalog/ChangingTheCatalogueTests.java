package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangingTheCatalogueTests extends InACatalogue {

    private static final String LATTE = """
        {"sku":"LATTE","name":"Latte","category":"coffee","price":5500,"taxRateBp":1600,\
        "stock":40}""";

    @Test
    void a_new_product_is_answered_as_the_contract_shows_it() {
        Answer answer = create(LATTE);

        String id = answer.json().path("id").asString();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/products/" + id);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.text()).isEqualTo("""
            {"id":"%s","sku":"LATTE","name":"Latte","category":"coffee","price":5500,\
            "taxRateBp":1600,"stock":40,"oversellAllowed":false,"active":true,"version":1,\
            "barcode":null}""".formatted(id));
        assertThat(get("/api/products/" + id).text())
                .isEqualTo(answer.text());
        assertThat(movements(id)).isEqualTo(40);
    }

    @Test
    void every_write_announces_the_product_as_it_is_answered() {
        Answer made = create(LATTE);
        String id = made.json().path("id").asString();
        Answer changed = patch(id, "\"1\"", "{\"price\":5800}");
        Answer adjusted = adjust(id, "{\"delta\":-3,\"reason\":\"breakage\"}");

        assertThat(events(id)).containsExactly("product.created " + made.text(),
                "product.changed " + changed.text(),
                "stock.changed " + adjusted.text());
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM all_events
             WHERE location_id = :location AND correlation_id = :id
            """).param("location", shop.id()).param("id", made.header("X-Correlation-Id"))
                .query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void a_sku_or_barcode_in_use_is_refused_and_named() {
        create(LATTE);
        String water = created("AGUA", "\"barcode\":\"7501055303137\"");
        created("TE", "\"stock\":1");

        Answer sku = create(LATTE);
        Answer barcode = create(LATTE.replace("\"LATTE\"", "\"OTHER\"").replace("\"stock\":40",
                "\"barcode\":\"7501055303137\""));

        assertThat(sku.problem()).isEqualTo("409 duplicate-sku");
        assertThat(sku.json().path("field").asString()).isEqualTo("sku");
        assertThat(barcode.status()).isEqualTo(409);
        assertThat(barcode.json().path("field").asString()).isEqualTo("barcode");
        String tea = get("/api/products?q=TE").json().at("/products/0/id").asString();
        Answer taken = patch(tea, "\"1\"", "{\"barcode\":\"7501055303137\"}");
        assertThat(List.of(taken.status(), taken.json().path("field").asString()))
                .containsExactly(409, "barcode");
        assertThat(patch(water, "\"1\"", "{\"barcode\":null}").json().path("barcode").isNull())
                .isTrue();
        assertThat(patch(tea, "\"1\"", "{\"barcode\":\"7501055303137\"}").status()).isEqualTo(200);
    }

    @Test
    void a_change_needs_the_version_that_it_was_made_on() {
        String id = created("LATTE", "\"stock\":40");

        Answer without = manager.send("PATCH", "/api/products/" + id,
                BodyPublishers.ofString("{\"price\":1}"), "Content-Type", "application/json");
        Answer changed = patch(id, "\"1\"", "{\"price\":5800,\"name\":\"Latte grande\"}");
        Answer stale = patch(id, "\"1\"", "{\"price\":1}");

        assertThat(without.problem()).isEqualTo("428 precondition-required");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().path("category").asString()).isEqualTo("Café");
        assertThat(stale.problem()).isEqualTo("412 stale-version");
        assertThat(stale.json().path("product")).isEqualTo(changed.json());
        assertThat(patch(id, "*", "{\"price\":1}").status()).isEqualTo(412);
        assertThat(patch(id, "W/\"2\"", "{\"price\":1}").status()).isEqualTo(412);
        assertThat(patch("00000000-0000-7000-8000-000000000000", "\"1\"", "{\"price\":1}")
                .status()).isEqualTo(404);
    }

    @Test
    void of_twenty_changes_on_one_version_one_is_written() {
        String id = created("LATTE", "\"stock\":40");

        List<Integer> statuses = Together.all(20,
                _ -> patch(id, "\"1\"", "{\"price\":5900}").status());

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(Collections.frequency(statuses, 412)).isEqualTo(19);
        assertThat(get("/api/products/" + id).json().path("version").asInt()).isEqualTo(2);
        assertThat(events(id)).hasSize(2);
    }

    @Test
    void of_twenty_new_products_with_one_sku_one_is_created() {
        List<Integer> statuses = Together.all(20, _ -> create(LATTE).status());

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(19);
    }

    @Test
    void only_managers_write_and_nobody_sees_another_shop() {
        String id = created("LATTE", "\"stock\":40");
        Till stranger = open(Shop.MEXICAN).till("manager");

        assertThat(cashier.post("/api/products", LATTE).status()).isEqualTo(403);
        assertThat(patch(cashier, id, "\"1\"", "{\"price\":1}").status())
                .isEqualTo(403);
        assertThat(adjust(cashier, id, "{\"delta\":1,\"reason\":\"x\"}").status()).isEqualTo(403);
        assertThat(stranger.get("/api/products/" + id).status()).isEqualTo(404);
        assertThat(patch(stranger, id, "\"1\"", "{\"price\":1}").status())
                .isEqualTo(404);
        assertThat(adjust(stranger, id, "{\"delta\":1,\"reason\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(stranger.get("/api/products").json().path("products")).isEmpty();
        assertThat(stranger.post("/api/products", LATTE).status()).isEqualTo(201);
    }

    @Test
    void a_product_below_zero_stays_allowed_to_be() {
        String id = created("SOPA", "\"stock\":-3,\"oversellAllowed\":true");

        Answer refused = patch(id, "\"1\"", "{\"oversellAllowed\":false}");
        adjust(id, "{\"count\":0,\"reason\":\"counted\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/pointer").asString())
                .isEqualTo("/oversellAllowed");
        assertThat(patch(id, "\"1\"", "{\"oversellAllowed\":false}").status()).isEqualTo(200);
        assertThat(movements(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{\"price\":-1}", "{\"price\":\"5\"}",
            "{\"price\":1.5}", "{\"price\":1e400}", "{\"price\":null}", "{\"name\":\"\"}",
            "{\"name\":\"a\\u0000b\"}", "{\"name\":\"\\ud800\"}", "{\"sku\":\"X\"}",
            "{\"stock\":1}",
            "{\"version\":9}", "{\"active\":null}", "{\"taxRateBp\":10001}", "{\"barcode\":\"\"}"})
    void what_breaks_the_contract_changes_nothing(String json) {
        String id = created("LATTE", "\"stock\":40");

        assertThat(patch(id, "\"1\"", json).status()).isEqualTo(400);
        assertThat(create(json).status()).isEqualTo(400);
        assertThat(adjust(id, json).status()).isEqualTo(400);
        assertThat(get("/api/products/" + id).json().path("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"price\":5500.0}", "{\"price\":5.5e3}"})
    void a_whole_number_may_be_written_with_a_point(String json) {
        String id = created("LATTE", "\"stock\":40");

        assertThat(patch(id, "\"1\"", json).json().path("price").asInt()).isEqualTo(5500);
    }

    @Test
    void a_new_product_is_not_below_zero() {
        assertThat(create(LATTE.replace("40", "-1")).json().at("/errors/0/pointer").asString())
                .isEqualTo("/stock");
    }
}
