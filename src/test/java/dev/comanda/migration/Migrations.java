package dev.comanda.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The migrations of db/migration, one step at a time in either direction, on one database. */
record Migrations(JdbcConnectionDetails database) {

    private static final Path DATA = Path.of("src", "test", "resources", "db", "rows");

    /** One migration, its way back, and data for what it brings, where it needs any. */
    record Step(String version, Path up, Path down) {

        Optional<Path> data() {
            return files(DATA).filter(file -> file.getFileName().toString()
                    .startsWith("V" + version + "__")).findFirst();
        }

        @Override
        public String toString() {
            return "V" + version;
        }
    }

    /** All of them in their order. */
    static List<Step> steps() {
        return files(Path.of("db", "migration")).sorted().map(file -> {
            String name = file.getFileName().toString();
            return new Step(name.substring(1, name.indexOf("__")), file, Path.of("db", "rollback",
                    name.replace(".sql", "_rollback.sql")));
        }).toList();
    }

    /** The SQL files of a folder; none if there is no such folder. */
    static Stream<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the server does when it starts. */
    void up(Step step) {
        Flyway.configure()
                .dataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword())
                .locations("filesystem:db/migration").target(step.version())
                .validateMigrationNaming(true)
                .configuration(java.util.Map.of("flyway.postgresql.transactional.lock", "false"))
                .load().migrate();
    }

    /** As the operator does: the file and the history's row, in one transaction where it can be. */
    void down(Connection connection, Step step) throws IOException, SQLException {
        String script = Files.readString(step.down());
        String forget = "DELETE FROM flyway_schema_history WHERE version = '" + step.version()
                + "'";
        try (Statement sql = connection.createStatement()) {
            if (script.contains("CONCURRENTLY")) {
                sql.execute(script); // alone in its file
                sql.execute(forget);
            } else {
                connection.setAutoCommit(false);
                sql.execute(script);
                sql.execute(forget);
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    /** What the shop did in the meantime; may be run again. */
    void use(Connection connection, Step step) throws IOException, SQLException {
        if (step.data().isPresent()) {
            connection.setAutoCommit(false);
            try (Statement sql = connection.createStatement()) {
                sql.execute(Files.readString(step.data().get()));
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }
}
