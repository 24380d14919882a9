package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class DatabaseChoiceTests {

    @Test
    void database_url_goes_before_the_parts() {
        DatabaseConnection chosen = choose(Map.of("DATABASE_URL", "postgres://u:p@one/a",
                "PGHOST", "two"));

        assertThat(chosen.getJdbcUrl()).isEqualTo("jdbc:postgresql://one:5432/a");
        assertThat(chosen.pooled()).isFalse();
    }

    @Test
    void the_parts_make_a_url_with_nothing_to_encode() {
        DatabaseConnection chosen = choose(Map.of("DATABASE_URL", "", "PGHOST", "fd00::1",
                "PGPORT", "6000", "PGUSER", "u@x", "PGPASSWORD", "p%@/", "PGDATABASE", "a"));

        assertThat(chosen.getJdbcUrl()).isEqualTo("jdbc:postgresql://[fd00::1]:6000/a");
        assertThat(chosen.getUsername()).isEqualTo("u@x");
        assertThat(chosen.getPassword()).isEqualTo("p%@/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PGUSER=u PGPASSWORD=p PGDATABASE=a | PGHOST
        PGHOST=db | PGUSER, PGDATABASE
        PGHOST=db PGUSER=u PGDATABASE= | PGDATABASE""")
    void r_2_4_half_an_address_is_refused_and_what_is_missing_is_named(String set, String missing) {
        Map<String, Object> half = new HashMap<>();
        for (String variable : set.split(" ", -1)) {
            half.put(variable.split("=", -1)[0], variable.split("=", -1)[1]);
        }
        assertThatThrownBy(() -> choose(half)).isInstanceOf(InvalidDatabaseUrlException.class)
                .hasMessageStartingWith(missing + " no es")
                .hasMessageContaining("set all of PGHOST, PGUSER, PGDATABASE");
        half.put("DATABASE_URL", "postgres://u:p@one/a");
        assertThat(choose(half).getJdbcUrl()).contains("one");
    }

    @Test
    void migrations_go_past_the_pooler() {
        DatabaseConnection chosen = choose(Map.of("DATABASE_URL", "postgres://u:p@pool/a",
                "DATABASE_UNPOOLED_URL", "postgres://v:q@db/a", "DB_SCHEMA", "shop"));

        assertThat(chosen.pooled()).isTrue();
        assertThat(chosen.getJdbcUrl())
                .isEqualTo("jdbc:postgresql://pool:5432/a?currentSchema=shop");
        assertThat(MigrationConnection.of(chosen)).isEqualTo(new MigrationConnection(
                "jdbc:postgresql://db:5432/a?currentSchema=shop", "v", "q"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RENDER", "RAILWAY_ENVIRONMENT_NAME", "KUBERNETES_SERVICE_HOST"})
    void a_platform_without_a_database_is_refused(String platform) {
        assertThatThrownBy(() -> choose(Map.of(platform, "x")))
                .isInstanceOf(DatabaseUrlMissingException.class);
    }

    @Test
    void a_schema_is_a_plain_name() {
        assertThatThrownBy(() -> choose(Map.of("DATABASE_URL", "postgres://u:p@one/a", "DB_SCHEMA",
                "a; DROP TABLE orders"))).isInstanceOf(InvalidDatabaseUrlException.class);
    }

    private static DatabaseConnection choose(Map<String, Object> variables) {
        StandardEnvironment env = new StandardEnvironment();
        env.getPropertySources()
                .remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        env.getPropertySources().addFirst(new MapPropertySource("test", variables));
        return DatabaseConnection.choose(env);
    }
}
