package dev.comanda.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.GuardedShop;
import org.junit.jupiter.api.Test;

/** P11, from a page: the books are examined when an operator wants it. */
class AskingTheDoctorTests extends GuardedShop {

    @Test
    void each_location_hears_of_its_own_books_and_the_health_token_of_all() {
        int other = jdbc.sql("""
            INSERT INTO locations (code, name, currency, time_zone, prices_include_tax)
            VALUES (:code, 'Otra', 'MXN', 'America/Mexico_City', true)
            RETURNING id
            """).param("code", unique("otra")).query(Integer.class).single();
        assertThat(examine(admin()).json().at("/last/good").asBoolean()).isTrue();
        jdbc.sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp, stock)
            VALUES (:location, gen_random_uuid(), 'GHOST', 'Ghost', 'té', 4000, 1600, 3)
            """).param("location", other).update();
        try {
            Answer theirs = examine(HEALTH);
            assertThat(theirs.json().at("/last/good").asBoolean()).isFalse();
            assertThat(theirs.json().at("/last/findings")).hasSize(1);
            assertThat(theirs.json().at("/last/findings/0/problem").asString()).isNotBlank();
            assertThat(last(HEALTH)).as("is remembered").isEqualTo(theirs.body());

            assertThat(examine(admin()).json().at("/last/good").asBoolean()).isTrue();
            assertThat(last(admin())).doesNotContain("otra-");
        } finally {
            jdbc.sql("UPDATE products SET stock = NULL WHERE location_id = :location")
                    .param("location", other).update();
        }
    }

    private Answer examine(String token) {
        Answer answer = send(token, "POST", "/api/system/doctor", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer;
    }

    private String last(String token) {
        return send(token, "GET", "/api/system/doctor", "").body();
    }
}
