package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.ComandaApplication;
import dev.comanda.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.json.JsonMapper;

/** The program itself, in a JVM of its own, where it must not start. */
@Timeout(60)
class StartingTests {

    @TempDir
    Path home;

    @Test
    void in_production_without_a_database_it_says_so_and_exits() throws Exception {
        String output = refusedStart(Map.of("SPRING_PROFILES_ACTIVE", "prod"));

        assertThat(output).as("R 1.9, R 2.10").contains("DATABASE_URL no está definido",
                "DATABASE_URL is not set", "FATAL: the server does not start");
        assertThat(output.lines()).as("R 1.17").isNotEmpty()
                .allMatch(line -> JsonMapper.shared().readTree(line).has("level"));
        assertThat(output).doesNotContain("\tat ");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_refused_password_is_said_at_once_and_never_printed() throws Exception {
        String output = refusedStart(Map.of("DATABASE_URL", url("not-the-word")));

        assertThat(output).contains("rechaza el usuario o la contraseña",
                "refuses the user or the password").doesNotContain("\tat ", "not-the-word");
    }

    @Test
    void a_migration_that_fails_is_named_with_its_state_and_stops_the_start() throws Exception {
        Files.writeString(home.resolve("V001__tables.sql"), "CREATE TABLE tables (id int);");
        Files.writeString(home.resolve("V002__broken.sql"), "\n\nALTER TABLE nowhere ADD a int;");

        String output = refusedStart(Map.of("DATABASE_URL",
                url(null), "SPRING_FLYWAY_LOCATIONS",
                "filesystem:" + home));

        assertThat(output).contains("Applying migration `V001__tables`",
                "Applying migration `V002__broken`", "42P01", "Line", "no se pudo aplicar")
                .doesNotContain("\tat ");
    }

    private String refusedStart(Map<String, String> environment) throws Exception {
        try (Child child = Child.start(environment, ComandaApplication.class, "--server.port=0",
                "--comanda.data=" + home)) {
            String output = child.remainingOutput();
            assertThat(child.process().waitFor()).isEqualTo(1);
            return output;
        }
    }

    /** As a platform would give it, for a new database of this test run. */
    private static String url(@Nullable String otherPassword) {
        JdbcConnectionDetails database = TestDatabase.fresh();
        URI jdbc = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
        return "postgres://" + database.getUsername() + ":"
                + (otherPassword == null ? database.getPassword() : otherPassword) + "@"
                + jdbc.getHost() + ":"
                + jdbc.getPort() + jdbc.getPath();
    }
}
