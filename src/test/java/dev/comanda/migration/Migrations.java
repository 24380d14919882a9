package dev.comanda.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The migrations of db/migration, one step at a time in either direction, on one database. */
record Migrations(JdbcConnectionDetails database) {

    private static final Path DATA = Path.of("src", "test", "resources", "db", "rows");
    /** By the migration that they need: what the server of that release asks of the database. */
    private static final Path CALLS = Path.of("src", "test", "resources", "db", "calls");

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

    /**
     * What the previous release does with all that it has, on the schema of this one: code is
     * replaced instance by instance, and goes back before the schema does.
     *
     * @return what each call came to; {@code done} where it works
     */
    List<String> callAsBefore(Connection connection, Step step) throws IOException, SQLException {
        List<String> outcomes = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            for (Path calls : files(CALLS).sorted().toList()) {
                String version = calls.getFileName().toString().substring(1, 4);
                if (version.compareTo(step.version()) < 0) {
                    sql.execute(Files.readString(calls).replace(":step", step.toString()));
                    do {
                        outcomes.addAll(outcomes(sql.getResultSet(), "V" + version));
                    } while (sql.getMoreResults() || sql.getUpdateCount() >= 0);
                }
            }
        }
        return outcomes;
    }

    /** Of one statement; one that finds nothing to do did not work. */
    private static List<String> outcomes(@Nullable ResultSet rows, String calls)
            throws SQLException {
        List<String> outcomes = new ArrayList<>();
        while (rows != null && rows.next()) {
            outcomes.add(calls + ": " + rows.getString("outcome"));
        }
        return rows != null && outcomes.isEmpty() ? List.of(calls + ": nothing") : outcomes;
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
