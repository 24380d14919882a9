package dev.comanda.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.migration.Migrations.Step;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** db/schema.sql is what all migrations make. {@code -Dschema.write=true} writes it anew. */
@TestMethodOrder(MethodOrderer.MethodName.class) // what is written is read by the other
class SchemaTests {

    private static final Path GOLDEN = Path.of("db", "schema.sql");
    private static final String HEAD = """
        -- The whole schema, as the migrations in db/migration make it. Written by
        --   mvn test -Dtest=SchemaTests -Dschema.write=true
        -- and compared by the same test on every supported PostgreSQL; never edited, never run by
        -- the server. Why things are as they are is said in the migrations.

        """;

    @ParameterizedTest
    @MethodSource("dev.comanda.migration.Servers#all")
    void the_migrations_make_what_schema_sql_says(Servers server)
            throws IOException, SQLException {
        Migrations migrations = new Migrations(server.fresh());
        for (Step step : Migrations.steps()) {
            migrations.up(step);
        }
        try (Connection connection = TestDatabase.open(migrations.database())) {
            String made = HEAD + Schema.of(connection).sql().stripTrailing() + "\n";
            if (Boolean.getBoolean("schema.write")) {
                Files.writeString(GOLDEN, made);
            }
            assertThat(made).isEqualTo(Files.readString(GOLDEN));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.comanda.migration.Servers#all")
    void what_schema_sql_says_it_makes(Servers server) throws IOException, SQLException {
        try (Connection connection = TestDatabase.open(server.fresh());
                Statement sql = connection.createStatement()) {
            sql.execute(Files.readString(GOLDEN));

            assertThat(HEAD + Schema.of(connection).sql().stripTrailing() + "\n")
                    .isEqualTo(Files.readString(GOLDEN));
        }
    }
}
