package dev.comanda.testing;

import dev.comanda.database.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL of a test run, one server for each JVM: in a container where Docker is, our own
 * otherwise, said on the console. {@code -Dtest.db=docker|embedded} decides; nothing is skipped.
 *
 * <p>{@code @Import(TestDatabase.class)} gives a Spring test the database that all such tests
 * share.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {

    private static final AtomicInteger databases = new AtomicInteger();

    @Bean
    JdbcConnectionDetails testDatabase() {
        return Server.SHARED;
    }

    /** A new, empty database on the same server, for tests that must be alone in theirs. */
    public static JdbcConnectionDetails fresh() {
        String name = "fresh_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        try (Connection connection = open(Server.MAIN);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.MAIN.named(name);
    }

    /** A connection that no pool knows; the caller closes it. */
    public static Connection open(JdbcConnectionDetails database) throws SQLException {
        return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(),
                database.getPassword());
    }

    private record Details(String server, String database, String user, String secret)
            implements
                JdbcConnectionDetails {

        Details named(String other) {
            return new Details(server, other, user, secret);
        }

        @Override
        public String getJdbcUrl() {
            return server + database;
        }

        @Override
        public String getUsername() {
            return user;
        }

        @Override
        public String getPassword() {
            return secret;
        }
    }

    /** Started by the first test that needs it, stopped with the JVM. */
    private static final class Server {

        static final Details MAIN = start();
        static final JdbcConnectionDetails SHARED = fresh();

        private static Details start() {
            String wanted = System.getProperty("test.db", "auto");
            boolean docker = switch (wanted) {
                case "docker" -> true;
                case "embedded" -> false;
                case "auto" -> DockerClientFactory.instance().isDockerAvailable();
                default -> throw new IllegalArgumentException("test.db: auto, docker or embedded");
            };
            Details details = docker ? container() : embedded();
            System.out.println("TEST DATABASE: " + (docker ? "docker " : "embedded ")
                    + details.getJdbcUrl());
            return details;
        }

        @SuppressWarnings("resource") // Testcontainers removes it when the JVM is gone
        private static Details container() {
            PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine");
            postgres.start();
            return new Details("jdbc:postgresql://" + postgres.getHost() + ":"
                    + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/",
                    postgres.getDatabaseName(), postgres.getUsername(), postgres.getPassword());
        }

        private static Details embedded() {
            // its pipe closes with the JVM, and so does the server
            EmbeddedPostgres postgres = EmbeddedPostgres.start(home());
            Details details = new Details(postgres.jdbcUrl(""), "postgres", postgres.username(),
                    postgres.password());
            dropFormer(details);
            return details;
        }

        private static void dropFormer(Details main) {
            try (Connection connection = open(main); Statement sql = connection.createStatement()) {
                List<String> former = new ArrayList<>();
                try (ResultSet names = sql.executeQuery(
                        "SELECT datname FROM pg_database WHERE datname LIKE 'fresh\\_%'")) {
                    while (names.next()) {
                        former.add(names.getString(1));
                    }
                }
                for (String name : former) {
                    sql.execute("DROP DATABASE " + name + " WITH (FORCE)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Path home() {
            return Path.of(System.getProperty("test.postgres", "target/test-postgres"));
        }
    }
}
