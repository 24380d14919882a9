package dev.comanda.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.GuardedShop;
import dev.comanda.testing.Operator;
import dev.comanda.testing.UsedShop;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;

/** P11, from a page: the books are examined when an operator wants it. */
class AskingTheDoctorTests extends GuardedShop {

    @Autowired
    private JdbcConnectionDetails database;

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

            assertThat(detail(HEALTH).path("findings").asInt()).isEqualTo(1);
            assertThat(detail(HEALTH).path("result").asString()).isEqualTo("findings");

            assertThat(examine(admin()).json().at("/last/good").asBoolean()).isTrue();
            assertThat(last(admin())).doesNotContain("otra-");
            assertThat(detail(admin()).path("result").asString()).isEqualTo("good");
        } finally {
            jdbc.sql("UPDATE products SET stock = NULL WHERE location_id = :location")
                    .param("location", other).update();
        }
    }

    @Test
    void what_another_process_saw_is_known_here_if_it_was_to_be_kept() {
        jdbc.sql("DELETE FROM examinations").update();
        DataSource books = UsedShop.unmigrated(database).dataSource();

        assertThat(Operator.runs(new DoctorCommand(() -> books)).code()).isZero();
        assertThat(last(admin())).isEqualTo("{\"last\":null}");
        assertThat(detail(admin()).path("result").asString()).isEqualTo("never");

        Operator run = Operator.runs(new DoctorCommand(() -> books), "--record", "--json");
        assertThat(run.code()).as("%s", run).isZero();
        JsonNode doctor = detail(admin());
        assertThat(doctor.path("result").asString()).isEqualTo("good");
        assertThat(doctor.path("findings").asInt(-1)).isZero();
        assertThat(doctor.path("checked").asInt()).isEqualTo(Invariant.all().size());
        assertThat(doctor.path("examinedBy").asString())
                .startsWith(ProcessHandle.current().pid() + "@");
        assertThat(Instant.parse(doctor.path("examinedAt").asString()))
                .isAfter(Instant.now().minusSeconds(60));
    }

    private JsonNode detail(String token) {
        return send(token, "GET", "/api/system/health/detailed", "").json().path("doctor");
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
