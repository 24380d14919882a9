package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FindingProductsTests extends InACatalogue {

    @BeforeEach
    void stockTheShelves() {
        product("LATTE", "Latte", "Café", null);
        product("CAFE-OLLA", "Café de olla", "Café", null);
        product("PIN", "Piña colada", "Bebidas", null);
        product("DESC", "Descuento 100%_total\\", "Otros", null);
        product("AGUA", "Agua 600 ml", "Bebidas", "7501055303137");
        product("CHICLE", "Chicle", "Tienda", "0012345678905");
    }

    private void product(String sku, String name, String category, @Nullable String barcode) {
        shop.jdbc().sql("""
            INSERT INTO products (location_id, id, sku, name, category, barcode, price,
                                  tax_rate_bp)
            VALUES (:location, uuid_v7(), :sku, :name, :category, :barcode, 100, 0)
            """).param("location", shop.id()).param("sku", sku).param("name", name)
                .param("category", category).param("barcode", barcode).update();
    }

    private static List<String> skus(Answer answer) {
        List<String> skus = new ArrayList<>();
        for (JsonNode product : answer.json().path("products")) {
            skus.add(product.path("sku").asString());
        }
        return skus;
    }

    private List<String> find(String text) {
        return skus(get("/api/products?q=" + Till.encoded(text)));
    }

    @ParameterizedTest
    @CsvSource({"cafe,CAFE-OLLA", "CAFÉ,CAFE-OLLA", "  olla   Café ,CAFE-OLLA", "pina,PIN",
            "PIÑA,PIN", "cafe-o,CAFE-OLLA", "%_,DESC", "100%_total\\,DESC", "att,LATTE",
            "7501055303137,AGUA", "7501055,AGUA", "012345678905,CHICLE", "12345678905,CHICLE",
            "00012345678905,CHICLE"})
    void name_sku_or_barcode_find_it_whatever_accents_and_case(String text, String sku) {
        assertThat(find(text)).containsExactly(sku);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latte olla", "_", "%%%%", "000", "'; DROP TABLE products; --", "1055"})
    void what_is_not_there_is_not_found(String text) {
        assertThat(find(text)).isSubsetOf("DESC").hasSizeLessThan(2);
    }

    @Test
    void an_empty_search_lists_all_by_name_without_accents() {
        assertThat(skus(get("/api/products"))).containsExactly("AGUA", "CAFE-OLLA", "CHICLE",
                "DESC", "LATTE", "PIN");
        assertThat(find("   ")).hasSize(6);
        assertThat(skus(get("/api/products?category=Bebidas"))).containsExactly("AGUA", "PIN");
        assertThat(skus(get("/api/products?category=" + Till.encoded("Café") + "&q=olla")))
                .containsExactly("CAFE-OLLA");
    }

    @Test
    void what_is_no_longer_sold_is_listed_only_where_asked_for() {
        shop.jdbc()
                .sql("UPDATE products SET active = false WHERE location_id = :l AND sku = 'LATTE'")
                .param("l", shop.id()).update();

        assertThat(find("latte")).isEmpty();
        assertThat(skus(get("/api/products?q=latte&includeInactive=true")))
                .containsExactly("LATTE");
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("/api/products?limit=2" + cursor).json();
            page.path("products").forEach(product -> all.add(product.path("sku").asString()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(all).containsExactly("AGUA", "CAFE-OLLA", "CHICLE", "DESC", "LATTE", "PIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=", "q=%00",
            "cursor=MDE5OWYzYzAtNWI2YS03YzExLTlkMmUtM2Y0YTViNmM3ZDhlAGE", "includeInactive=perhaps",
            "category=%00", "q=%ED%A0%80"})
    void a_wrong_parameter_is_the_callers_mistake(String query) {
        assertThat(get("/api/products?" + query).problem()).isEqualTo("400 validation");
    }

    @Test
    void a_tag_never_hides_a_new_stock() {
        String id = created("TORTA", "\"stock\":5");
        adjust(id, "{\"delta\":-1,\"reason\":\"x\"}");

        Answer again = cashier.send("GET", "/api/products/" + id, BodyPublishers.noBody(),
                "If-None-Match", "\"1\"");

        assertThat(again.header("ETag")).isEqualTo("\"1\"");
        assertThat(again.json().path("stock").asLong()).isEqualTo(4);
        assertThat(get("/api/products/" + "00000000-0000-7000-8000-000000000000").problem())
                .isEqualTo("404 not-found");
    }

    @Test
    void among_five_thousand_products_every_word_counts() {
        shop.jdbc().sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp)
            SELECT :location, uuid_v7(), 'SKU-' || n, 'Café número ' || n || ' con azúcar',
                   'C' || n % 20, n, 1600
              FROM generate_series(1, 5000) AS n
            """).param("location", shop.id()).update();
        assertThat(find("azucar 4907")).containsExactly("SKU-4907");
        assertThat(find("azucar 490")).contains("SKU-490", "SKU-4900").hasSize(15);
    }
}
