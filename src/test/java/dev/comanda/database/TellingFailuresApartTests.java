package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** R 1.11: each way of not reaching a database, provoked, with what to check. */
class TellingFailuresApartTests {

    private static final JdbcConnectionDetails DATABASE = TestDatabase.fresh();
    private static final Set<String> WAITED_FOR = Set.of("refused", "too many");
    private static final String URL = String.valueOf(DATABASE.getJdbcUrl());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "wrong password | refuses the user | %40",
            "empty password | refuses the user | is one missing",
            "none at all    | refuses the user | is one missing",
            "no database    | no such database | CREATE DATABASE",
            "refused        | Nobody answers   | host and port",
            "unknown host   | name is unknown  | external URL",
            "no TLS         | encrypted        | sslmode=require",
            "too many       | no more connections | max_connections"})
    void r_1_11_each_is_told_apart_with_what_to_check(String kind, String problem, String advice)
            throws SQLException {
        String server = URL.replaceFirst("/[^/?]+(\\?.*)?$", "/");
        String options = URL.contains("?") ? URL.substring(URL.indexOf('?')) : "?a=b";
        try (Connection own = TestDatabase.open(DATABASE);
                Statement sql = own.createStatement()) {
            sql.execute("DROP ROLE IF EXISTS nobody_more");
            sql.execute("CREATE ROLE nobody_more LOGIN PASSWORD 'x' CONNECTION LIMIT 0");
            String user = kind.equals("too many") ? "nobody_more" : DATABASE.getUsername();
            String password = switch (kind) {
                case "wrong password", "too many" -> "x";
                case "empty password" -> "";
                case "none at all" -> null;
                default -> DATABASE.getPassword();
            };
            String url = switch (kind) {
                case "no database" -> server + "nowhere" + options;
                case "refused" -> "jdbc:postgresql://127.0.0.1:1/a";
                case "unknown host" -> "jdbc:postgresql://nowhere.invalid/a";
                case "no TLS" -> URL.replaceFirst("\\?.*", "") + "?sslmode=require";
                default -> URL;
            };
            try (Connection none = DriverManager.getConnection(url, user, password)) {
                throw new AssertionError("connected to " + none);
            } catch (SQLException failure) {
                DatabaseFailure why = DatabaseFailure.of(failure).orElseThrow();
                assertThat(why.unreachable()).as("%s", why).isTrue();
                assertThat(ConnectionProblem.of(failure).orElseThrow().mayEndByItself())
                        .as("waited for at a start").isEqualTo(WAITED_FOR.contains(kind));
                assertThat(why.problem()).contains(problem);
                assertThat(why.advice()).contains(advice);
            }
            sql.execute("DROP ROLE nobody_more");
        }
    }

    @Test
    void r_0_6_no_password_goes_over_the_internet_in_plain_text() {
        DatabaseUrl plain = DatabaseUrl.parse("DATABASE_URL",
                "postgres://u:p@db.example.com/a?sslmode=disable");
        assertThatThrownBy(() -> CommandDatabase.encrypted(plain))
                .isInstanceOf(InvalidDatabaseUrlException.class).hasMessageContaining("TLS");
        DatabaseUrl inside = DatabaseUrl.parse("DATABASE_URL",
                "postgres://u:p@db.internal/a?sslmode=disable");
        assertThat(CommandDatabase.encrypted(inside)).isEqualTo(inside);
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgres://u:p@db.example.com/a")
                .parameters()).containsEntry("sslmode", "require");
    }
}
