package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** TLS to a database that takes nothing else: what is asked is done, or said (R 0.6, R 1.11). */
class EncryptingTests {

    private static final String VERIFIED = "sslmode=verify-full&sslrootcert=";

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=require", "ssl=true", "sslmode=no-verify", "verified", ""})
    void the_way_is_encrypted(String parameters) throws SQLException {
        String wanted = parameters.equals("verified")
                ? VERIFIED + EncryptedPostgres.authority()
                : parameters;
        try (Connection connection = connections("127.0.0.1", wanted).open("encrypting");
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")) {
            assertThat(row.next()).as("encrypted").isTrue();
            assertThat(row.getString(1)).startsWith("TLSv1.");
        }
    }

    /** The start says it at once: waiting would not mend it. */
    @ParameterizedTest
    @CsvSource({"another authority, 127.0.0.1, verify-full also needs sslrootcert",
            "another name, localhost, verify-full also needs sslrootcert",
            "no file, 127.0.0.1, verify-full also needs sslrootcert",
            "plain text, 127.0.0.1, sslmode=require where the server demands TLS"})
    void a_way_that_is_not_as_safe_as_asked_for_is_refused_at_once(String kind, String host,
            String advice) {
        DirectConnections connections = connections(host, switch (kind) {
            case "another authority" -> VERIFIED + EncryptedPostgres.stranger();
            case "another name" -> VERIFIED + EncryptedPostgres.authority();
            case "no file" -> VERIFIED + "/nowhere/root.crt";
            default -> "sslmode=disable";
        });

        assertThatThrownBy(() -> connections.open("encrypting")).satisfies(failure -> {
            DatabaseFailure why = DatabaseFailure.of(failure).orElseThrow();
            assertThat(why.problem()).as("%s", why).contains("TLS", "cifrada", "encrypted");
            assertThat(why.advice().replaceAll("\\s+", " ")).contains(advice);
        });
        assertThatThrownBy(connections::refuseWhatWaitingCannotMend)
                .hasMessageContaining("refuses us");
    }

    @Test
    void settings_can_be_checked_without_going_there() {
        String url = EncryptedPostgres.url("127.0.0.1", "postgres", VERIFIED + "/nowhere/root.crt");

        assertThat(CommandDatabase.where(environment(url))).contains("@127.0.0.1:")
                .endsWith("/postgres");
    }

    private static DirectConnections connections(String host, String parameters) {
        return new DirectConnections(MigrationConnection.of(DatabaseConnection
                .choose(environment(EncryptedPostgres.url(host, "postgres", parameters)))));
    }

    private static MockEnvironment environment(String url) {
        return new MockEnvironment().withProperty("DATABASE_URL", url);
    }
}
