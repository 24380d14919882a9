package dev.comanda.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database for one command of the operators, chosen as the server chooses it. Where a server
 * runs on its own database in {@code ./data}, the command works beside it; where none runs, that
 * database is started, migrated and stopped again with the command.
 */
public final class CommandDatabase implements AutoCloseable {

    private @Nullable DatabaseConnection connection;

    /**
     * Opens it; the caller's work is short, so its connections are not pooled.
     *
     * @throws RuntimeException with a text for the operator
     */
    public DataSource open() {
        Environment env = new StandardEnvironment();
        DatabaseUrl running = DatabaseConnection.isOurOwn(env) ? runningIn(home(env)) : null;
        if (running == null) {
            connection = DatabaseConnection.choose(env);
            running = connection.direct();
        }
        DataSource database = dataSource(running);
        if (connection != null && connection.own() != null) {
            Flyway.configure().dataSource(database).load().migrate();
        }
        return database;
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    static Path home(Environment env) {
        return Path.of(env.getProperty("comanda.data", "data"));
    }

    /** The server that runs on this folder, if one does; its port stands in postmaster.pid. */
    private static @Nullable DatabaseUrl runningIn(Path home) {
        Path data = home.resolve("postgres");
        try {
            if (!PostgresProcess.runs(home)) {
                return null;
            }
            String port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
            return DatabaseUrl.of("comanda.data", "127.0.0.1:" + port, DatabaseConnection.NAME,
                    "postgres",
                    Files.readString(PostgresData.passwordFile(home)).strip(),
                    Map.of("sslmode", "disable", "gssEncMode", "disable"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource dataSource(DatabaseUrl url) {
        Properties properties = new Properties();
        properties.setProperty("user", url.username());
        properties.setProperty("password", url.password());
        properties.setProperty("ApplicationName", "comanda-command");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        return new DriverManagerDataSource(url.jdbcUrl(), properties);
    }
}
