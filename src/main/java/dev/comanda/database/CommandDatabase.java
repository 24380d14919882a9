package dev.comanda.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database for one command of the operators, chosen as the server chooses it. Where a server
 * runs on its own database in {@code ./data}, the command works beside it; where none runs, that
 * database is started, migrated and stopped again with the command.
 */
public final class CommandDatabase implements AutoCloseable {

    private final Environment env;
    private final Consumer<Unmigrated> migrate;
    private @Nullable DatabaseConnection connection;
    private @Nullable DatabaseUrl place;

    /**
     * As it is found.
     *
     * @param schema that DB_SCHEMA asks for
     */
    public record Unmigrated(DataSource dataSource, Optional<String> schema) {}

    /**
     * For the command that begins.
     *
     * @param migrate brings a database of our own, started for a command, to this release
     */
    public CommandDatabase(Environment env, Consumer<Unmigrated> migrate) {
        this.env = env;
        this.migrate = migrate;
    }

    /**
     * Opens it; the caller's work is short, so its connections are not pooled.
     *
     * @throws RuntimeException with a text for the operator
     */
    public DataSource open() {
        Unmigrated database = openAsItIs();
        if (connection != null && connection.own() != null) {
            migrate.accept(database);
        }
        return database.dataSource();
    }

    /** Opens it for what deals with the schema itself. */
    public Unmigrated openAsItIs() {
        return new Unmigrated(dataSource(place()), DatabaseConnection.schema(env));
    }

    /** Another one on the same server, where it may not be yet. */
    public Unmigrated openAsItIs(String name) {
        return new Unmigrated(dataSource(place().named(name)), DatabaseConnection.schema(env));
    }

    private DatabaseUrl place() {
        DatabaseUrl found = place;
        if (found == null) {
            found = DatabaseConnection.isOurOwn(env) ? runningIn(home(env)) : null;
            if (found == null) {
                connection = DatabaseConnection.choose(env);
                found = connection.direct();
            }
            place = encrypted(found);
        }
        return found;
    }

    /**
     * Where it would be found, without going there; no password in it.
     *
     * @throws RuntimeException as the server's start would, see {@link DatabaseFailure}
     */
    public static String where(Environment env) {
        return DatabaseConnection.named(env).map(DatabaseConnection::toString)
                .orElseGet(() -> "our own, in " + home(env).toAbsolutePath().normalize());
    }

    /** No password crosses the internet in plain text, even where the URL asks for it (R 0.6). */
    static DatabaseUrl encrypted(DatabaseUrl url) {
        if (url.isPublic() && "disable|allow|prefer".contains(
                url.parameters().getOrDefault("sslmode", "require"))) {
            throw new InvalidDatabaseUrlException("DATABASE_URL",
                    "it leads over the internet without TLS; write ?sslmode=require",
                    "va por internet sin TLS; escriba ?sslmode=require");
        }
        return url;
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
