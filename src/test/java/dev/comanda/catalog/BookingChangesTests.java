package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The audit book of the catalogue: who changed what, from what to what. */
class BookingChangesTests extends InACatalogue {

    @Test
    void each_change_of_a_product_is_in_the_book_with_before_and_after() {
        Answer created = create(
                "{\"sku\":\"TE\",\"name\":\"Té\",\"category\":\"té\",\"price\":3000,"
                        + "\"taxRateBp\":1600,\"stock\":5}");
        String id = created.json().path("id").asString();
        patch(id, "\"1\"", "{\"price\":3500}");
        adjust(id, "{\"delta\":-2,\"reason\":\"se rompió\"}");

        List<Map<String, @Nullable Object>> entries = book();

        assertThat(entries).extracting(entry -> entry.get("action")).containsExactly("create",
                "change", "adjustment");
        assertThat(entries).allSatisfy(entry -> assertThat(entry).containsEntry("entity_id", id)
                .containsKey("staff_id").hasEntrySatisfying("correlation_id",
                        trace -> assertThat(trace).isNotEqualTo("")));
        assertThat(entries.get(0).get("before")).isNull();
        assertThat(text(entries.get(1), "before")).contains("\"price\":3000");
        assertThat(text(entries.get(1), "after")).contains("\"price\":3500");
        assertThat(text(entries.get(2), "before")).contains("5");
        assertThat(text(entries.get(2), "after")).contains("\"stock\":3");
    }

    @Test
    void what_was_refused_is_not_in_the_book() {
        shop.sells("TE", 3000, 1600, 1L);
        String id = shop.jdbc().sql("SELECT id::text FROM products WHERE location_id = ?")
                .params(shop.id()).query(String.class).single();

        assertThat(patch(id, "\"7\"", "{\"price\":3500}").status()).isEqualTo(412);
        assertThat(book()).isEmpty();
    }

    @Test
    void a_sign_in_is_in_the_book() {
        shop.till("cashier"); // after the administrator, the manager and another cashier

        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM audit_entries AS a
              JOIN staff_sessions AS s ON s.location_id = a.location_id
                                      AND s.id::text = a.entity_id AND s.staff_id = a.staff_id
             WHERE a.location_id = ? AND a.action = 'sign-in'
            """).params(shop.id()).query(Integer.class).single()).isEqualTo(4);
    }

    private List<Map<String, @Nullable Object>> book() {
        return shop.jdbc().sql("""
            SELECT action, entity_id, staff_id, before, after, correlation_id
              FROM audit_entries
             WHERE location_id = ? AND entity = 'products'
             ORDER BY created_at
            """).params(shop.id()).query().listOfRows();
    }

    private static String text(Map<String, @Nullable Object> entry, String member) {
        return String.valueOf(entry.get(member));
    }
}
