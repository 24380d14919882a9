package dev.comanda.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.migration.OpsTables;
import dev.comanda.security.GuardedShop;
import dev.comanda.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.SpringVersion;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;

/** R 1.8, R 1.10, R 1.15 and R 4.25: what the server tells, and to whom. */
class AskingWhatRunsTests extends GuardedShop {

    @Autowired
    private JdbcConnectionDetails database;

    private static final String CART = """
        {"register":"R1","lines":[{"sku":"TEA","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    @Test
    void the_version_names_the_build_and_the_schema_and_nothing_it_is_made_of() {
        send("", "GET", "/ready", "");

        Answer answer = send("", "GET", "/version", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("name")).isEqualTo("comanda");
        assertThat(answer.text("version")).isNotBlank();
        assertThat(answer.text("builtAt")).matches("20\\d\\d-\\d\\d-\\d\\dT.*Z");
        assertThat(answer.text("schemaVersion")).isEqualTo(answer.text("schemaExpected"))
                .isEqualTo(jdbc.sql("SELECT max(version) FROM flyway_schema_history")
                        .query(String.class).single());
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("name", "version",
                "commit", "builtAt", "schemaVersion", "schemaExpected");
        assertThat(answer.body()).doesNotContain(String.valueOf(SpringVersion.getVersion()),
                System.getProperty("java.version"));
    }

    @Test
    void the_configuration_tells_what_is_set_and_no_secret() {
        Answer answer = send("", "GET", "/config", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain(SECRETS).doesNotContain("caja.example.mx",
                "jefa");
        assertThat(answer.json().path("set").path("JWT_SECRET").asBoolean(false)).isTrue();
        assertThat(answer.json().path("set").path("CORS_ORIGINS").asBoolean(false)).isTrue();
        assertThat(answer.json().path("set").path("ENCRYPTION_KEY").asBoolean(true)).isFalse();
        assertThat(answer.json().path("values").propertyNames()).contains("PORT", "DB_POOL_SIZE");
    }

    @Test
    void a_value_in_the_wrong_place_is_not_told() {
        MockEnvironment environment = new MockEnvironment().withProperty("PORT", "s3cr3t")
                .withProperty("DB_POOL_SIZE", "8").withProperty("DB_SCHEMA", " ");

        assertThat(Setting.PORT.shown(environment)).isEqualTo("not valid");
        assertThat(Setting.DB_POOL_SIZE.shown(environment)).isEqualTo("8");
        assertThat(Setting.DB_SCHEMA.shown(environment)).isNull();
        assertThat(Setting.DB_SCHEMA.isSet(environment)).isFalse();
    }

    @Test
    void pages_of_any_origin_may_ask_whether_it_lives() {
        Answer answer = send("", "GET", "/api/health", "", "Origin", "https://status.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.text("status")).isEqualTo("healthy");
    }

    @Test
    void details_and_counters_are_for_operators() {
        for (String path : List.of("/api/system/health/detailed", "/metrics", "/actuator/health",
                "/actuator/prometheus", "/actuator/metrics")) {
            assertThat(send("", "GET", path, "").status()).as(path).isEqualTo(401);
            assertThat(send(tokenOf("cashier"), "GET", path, "").status()).as(path)
                    .isEqualTo(403);
            assertThat(send(tokenOf("operator"), "GET", path, "").status()).as(path)
                    .isEqualTo(200);
            assertThat(send(HEALTH, "GET", path, "").status()).as(path).isEqualTo(200);
            assertThat(send(HEALTH.substring(1) + "0", "GET", path, "").status()).as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void what_would_show_the_inside_is_not_there_even_for_operators() {
        for (String path : List.of("/actuator/env", "/actuator/configprops", "/actuator/heapdump",
                "/actuator/threaddump", "/actuator/beans", "/actuator/loggers")) {
            assertThat(send(HEALTH, "GET", path, "").status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void the_counters_are_in_prometheus_own_format() {
        Answer answer = send(HEALTH, "GET", "/metrics", "");

        assertThat(answer.header("Content-Type")).startsWith("text/plain;version=0.0.4");
        assertThat(answer.body()).contains("process_cpu_usage", "jvm_memory_used_bytes",
                "hikaricp_connections_active", "resilience4j_circuitbreaker_state",
                "comanda_outbox_oldest_seconds"); // R 1.14
        assertThat(send(HEALTH, "GET", "/metrics", "", "Accept",
                "application/openmetrics-text; version=1.0.0").body()).endsWith("# EOF\n");
    }

    @Test
    void the_detail_has_what_an_operator_would_count_by_hand() {
        int before = orders(admin());
        placeOrderIn(1);
        placeOrderIn(1);
        jdbc.sql("""
            UPDATE orders SET created_at = now() - interval '61 minutes'
             WHERE id = (SELECT id FROM orders WHERE location_id = 1 LIMIT 1)
            """).update();

        Answer answer = send(admin(), "GET", "/api/system/health/detailed", "");

        JsonNode activity = answer.json().path("activity");
        assertThat(orders(admin())).isEqualTo(before + 1);
        assertThat(activity.path("idempotencyKeysLastHour").asInt()).isEqualTo(count("""
            SELECT count(*) FROM idempotency_keys
             WHERE created_at > now() - interval '1 hour' AND location_id = 1
            """));
        assertThat(activity.path("ordersLastHour").asInt()).isEqualTo(count("""
            SELECT count(*) FROM orders
             WHERE created_at > now() - interval '1 hour' AND location_id = 1
            """));
        assertThat(answer.text("status")).isEqualTo("healthy");
        assertThat(answer.json().path("pool").path("max").asInt()).isEqualTo(8);
        assertThat(answer.json().path("process").path("heapUsedMb").asInt()).isPositive();
        assertThat(answer.json().path("databaseMs").isNumber()).isTrue();
    }

    @Test
    void an_administrator_counts_the_own_location_and_the_health_token_all_of_them() {
        int other = jdbc.sql("""
            INSERT INTO locations (code, name, currency, time_zone, prices_include_tax)
            VALUES (:code, 'Otra', 'MXN', 'America/Mexico_City', true)
            RETURNING id
            """).param("code", unique("otra")).query(Integer.class).single();
        int own = orders(admin());
        int all = orders(HEALTH);

        placeOrderIn(other);

        assertThat(orders(admin())).isEqualTo(own);
        assertThat(orders(HEALTH)).isEqualTo(all + 1);
    }

    @Test
    void the_detail_has_the_last_deploy_that_was_written_down() throws SQLException {
        try (Connection owner = TestDatabase.open(database);
                Statement sql = owner.createStatement()) {
            OpsTables.ensure(owner);
            sql.execute("""
                INSERT INTO ops_deploys (version, schema_after, deployed_by, closed_at, result)
                VALUES ('v1.2.0', '030', 'ana', now(), 'partial'), ('v1.3.0', '030', 'eva',
                        NULL, NULL)
                """);
        }

        JsonNode deploy = send(HEALTH, "GET", "/api/system/health/detailed", "").json()
                .path("lastDeploy");

        assertThat(deploy.path("version").asString()).isEqualTo("v1.3.0");
        assertThat(deploy.path("deployedBy").asString()).isEqualTo("eva");
        assertThat(deploy.path("result").isNull()).isTrue();
    }

    private int orders(String token) {
        return send(token, "GET", "/api/system/health/detailed", "").json()
                .path("activity").path("ordersLastHour").asInt(-1);
    }

    private int count(String query) {
        return jdbc.sql(query).query(Integer.class).single();
    }

    /** By the procedure that the API calls. */
    private void placeOrderIn(int location) {
        jdbc.sql("""
            INSERT INTO registers (location_id, code) VALUES (:location, 'R1')
                ON CONFLICT DO NOTHING
            """).param("location", location).update();
        jdbc.sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp)
            VALUES (:location, gen_random_uuid(), 'TEA', 'Tea', 'x', 100, 0)
                ON CONFLICT DO NOTHING
            """).param("location", location).update();
        assertThat(jdbc.sql("""
            SELECT outcome
              FROM create_order(:location, :key, '\\x00', gen_random_uuid(), :cart::jsonb, 'x')
            """).param("location", location).param("key", UUID.randomUUID().toString())
                .param("cart", CART).query(String.class).single()).isEqualTo("done");
    }
}
