package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangingTheCatalogueTests extends InAShop {

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
        assertThat(answer.response().body()).isEqualTo("""
            {"id":"%s","sku":"LATTE","name":"Latte","category":"coffee","price":5500,\
            "taxRateBp":1600,"stock":40,"oversellAllowed":false,"active":true,"version":1,\
            "barcode":null}""".formatted(id));
        assertThat(get("/api/products/" + id).response().body())
                .isEqualTo(answer.response().body());
        assertThat(movements(id)).isEqualTo(40);
    }

    @Test
    void every_write_announces_the_product_as_it_is_answered() {
        Answer made = create(LATTE);
        String id = made.json().path("id").asString();
        Answer changed = patch(id, "\"1\"", "{\"price\":5800}");
        Answer adjusted = adjust(id, "{\"delta\":-3,\"reason\":\"breakage\"}");

        assertThat(events(id)).containsExactly("product.created " + made.response().body(),
                "product.changed " + changed.response().body(),
                "stock.changed " + adjusted.response().body());
        assertThat(jdbc.sql("""
            SELECT count(*) FROM all_events
             WHERE location_id = :location AND correlation_id = :id
            """).param("location", location).param("id", made.header("X-Correlation-Id"))
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

        assertThat(sku.status()).isEqualTo(409);
        assertThat(sku.problem()).isEqualTo("duplicate-sku");
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

        Answer without = send(manager, "PATCH", "/api/products/" + id, "{\"price\":1}");
        Answer changed = patch(id, "\"1\"", "{\"price\":5800,\"name\":\"Latte grande\"}");
        Answer stale = patch(id, "\"1\"", "{\"price\":1}");

        assertThat(without.status()).isEqualTo(428);
        assertThat(without.problem()).isEqualTo("precondition-required");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().path("category").asString()).isEqualTo("Café");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("stale-version");
        assertThat(stale.json().path("product")).isEqualTo(changed.json());
        assertThat(patch(id, "*", "{\"price\":1}").status()).isEqualTo(412);
        assertThat(patch(id, "W/\"2\"", "{\"price\":1}").status()).isEqualTo(412);
        assertThat(patch("00000000-0000-7000-8000-000000000000", "\"1\"", "{\"price\":1}")
                .status()).isEqualTo(404);
    }

    @Test
    void of_twenty_changes_on_one_version_one_is_written() {
        String id = created("LATTE", "\"stock\":40");

        List<Integer> statuses = together(Collections.<Callable<Integer>>nCopies(20,
                () -> patch(id, "\"1\"", "{\"price\":5900}").status()));

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(Collections.frequency(statuses, 412)).isEqualTo(19);
        assertThat(get("/api/products/" + id).json().path("version").asInt()).isEqualTo(2);
        assertThat(events(id)).hasSize(2);
    }

    @Test
    void of_twenty_new_products_with_one_sku_one_is_created() {
        List<Integer> statuses = together(Collections.<Callable<Integer>>nCopies(20,
                () -> create(LATTE).status()));

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(Collections.frequency(statuses, 409)).isEqualTo(19);
    }

    @Test
    void only_managers_write_and_nobody_sees_another_shop() {
        String id = created("LATTE", "\"stock\":40");
        String stranger = signIn(openLocation("other-" + locationCode.substring(5)), "manager");

        assertThat(send(cashier, "POST", "/api/products", LATTE).status()).isEqualTo(403);
        assertThat(send(cashier, "PATCH", "/api/products/" + id, "{\"price\":1}", "If-Match",
                "\"1\"").status()).isEqualTo(403);
        assertThat(send(cashier, "POST", "/api/products/" + id + "/stock",
                "{\"delta\":1,\"reason\":\"x\"}").status()).isEqualTo(403);
        assertThat(send(stranger, "GET", "/api/products/" + id, "").status()).isEqualTo(404);
        assertThat(send(stranger, "PATCH", "/api/products/" + id, "{\"price\":1}", "If-Match",
                "\"1\"").status()).isEqualTo(404);
        assertThat(send(stranger, "POST", "/api/products/" + id + "/stock",
                "{\"delta\":1,\"reason\":\"x\"}").status()).isEqualTo(404);
        assertThat(send(stranger, "GET", "/api/products", "").json().path("products")).isEmpty();
        assertThat(send(stranger, "POST", "/api/products", LATTE).status()).isEqualTo(201);
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
