package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        postgres://ana:s3@db:6432/shop | db:6432/shop | ana | s3
        postgresql://ana:s3@db/shop | db:5432/shop | ana | s3
        jdbc:postgresql://ana:s3@db/shop | db:5432/shop | ana | s3
        jdbc:postgresql://db/shop?user=ana&password=s%233 | db:5432/shop | ana | s#3
        postgres://ana:p%40ss%2Fw%3A%25rd@db/shop | db:5432/shop | ana | p@ss/w:%rd
        postgres://ana:p@ss#a+b@db/shop | db:5432/shop | ana | p@ss#a+b
        postgres://a%40b:contrase%C3%B1a@db/caf%C3%A9 | db:5432/caf%C3%A9 | a@b | contraseña
        postgres://ana:s3@[::1]:5433/shop | [::1]:5433/shop | ana | s3
        postgres://ana:s3@[fd12::1]/shop | [fd12::1]:5432/shop | ana | s3
        postgres://ana:s3@a:1,b:2/shop | a:1,b:2/shop | ana | s3
        postgres://ana:s3@db/a?sslmode=verify-ca&sslkey=/a%20b | db:5432/a?sslkey=%2Fa%20b&sslmode=verify-ca | ana | s3
        postgres://ana:s3@db/shop?sslmode=no-verify | db:5432/shop?sslmode=require | ana | s3
        postgres://ana:s3@db/shop?connect_timeout=4 | db:5432/shop?connectTimeout=4 | ana | s3
        postgres://ana:s3@db/shop?options=-c%20a%3Db | db:5432/shop?options=-c%20a%3Db | ana | s3
        postgres://ana:s3@/shop | localhost:5432/shop | ana | s3
        """)
    void is_read_in_every_form_that_platforms_use(String text, String jdbc, String user,
            String password) {
        DatabaseUrl url = DatabaseUrl.parse("DATABASE_URL", text);

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://" + jdbc);
        assertThat(url.username()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://u:hush@db.example.com/a", "postgres://u:hush@203.0.113.9/a",
            "postgres://u:hush@db.internal,db.example.com/a", "postgres://u:hush@[2001:db8::1]/a"})
    void asks_for_encryption_where_the_way_is_public(String text) {
        assertThat(DatabaseUrl.parse("DATABASE_URL", text).parameters())
                .containsEntry("sslmode", "require");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://u:hush@dpg-abc-a/a", "postgres://u:hush@10.1.2.3/a",
            "postgres://u:hush@postgres.railway.internal:5432/a",
            "postgres://u:hush@db.shop.svc.cluster.local/a", "postgres://u:hush@localhost/a"})
    void leaves_a_private_network_to_the_server(String text) {
        assertThat(DatabaseUrl.parse("DATABASE_URL", text).parameters())
                .doesNotContainKey("sslmode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://ana:hush@db", "postgres://ana:hush@db/",
            "mysql://ana:hush@db/shop", "postgres://ana:hush@db:port/shop",
            "postgres://ana:hush@db:99999/shop", "postgres://ana:hush%zz@db/shop", "hush",
            "postgres://ana:hush/wrong@:1/shop", "postgres://ana:hush@d b/shop",
            "postgres://ana:hush@db/shop/more"})
    void says_what_is_wrong_and_never_the_password(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse("DATABASE_URL", text))
                .isInstanceOf(InvalidDatabaseUrlException.class)
                .hasMessageContaining("DATABASE_URL no es válida")
                .hasMessageContaining("DATABASE_URL is not valid")
                .hasMessageNotContaining("hush");
    }

    @Test
    void never_prints_the_password() {
        DatabaseUrl url = DatabaseUrl.parse("DATABASE_URL", "postgres://ana:hush@db/shop");

        assertThat(url.toString()).isEqualTo("ana@db:5432/shop");
        assertThat(url.jdbcUrl()).doesNotContain("hush");
        assertThat(url.withSchema("shop").jdbcUrl()).endsWith("?currentSchema=shop");
    }
}
