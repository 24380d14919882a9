package dev.comanda.health;

import dev.comanda.database.EmbeddedPostgres;
import dev.comanda.testing.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL that a test may stop, hang and damage, and the server's way to it. */
@TestConfiguration(proxyBeanMethods = false)
class FragileDatabase {

    static final EmbeddedPostgres POSTGRES = EmbeddedPostgres
            .start(Path.of("target", "fragile-postgres"));
    static final Relay RELAY = new Relay(POSTGRES::port);

    private long staffAtTheOpening = -1;

    private record Details(String url) implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return POSTGRES.username();
        }

        @Override
        public String getPassword() {
            return POSTGRES.password();
        }
    }

    @Bean
    JdbcConnectionDetails fragileDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement sql = connection.createStatement()) {
            sql.execute("DROP DATABASE IF EXISTS fragile WITH (FORCE)");
            sql.execute("CREATE DATABASE fragile");
        }
        return new Details("jdbc:postgresql://127.0.0.1:" + RELAY.port()
                + "/fragile?sslmode=disable&gssEncMode=disable");
    }

    @EventListener
    void opened(WebServerInitializedEvent event) {
        staffAtTheOpening = event.getApplicationContext().getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM staff").query(Long.class).single();
    }

    /** How many people could sign in when the port opened. */
    long staffAtTheOpening() {
        return staffAtTheOpening;
    }

    static void stop() {
        RELAY.close();
        POSTGRES.close();
    }

    /** To the server and all its processes. */
    static void signal(String signal) throws IOException, InterruptedException {
        ProcessHandle server = ProcessHandle.of(POSTGRES.pid().orElseThrow()).orElseThrow();
        for (ProcessHandle process : Stream.concat(Stream.of(server), server.descendants())
                .toList()) {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        }
    }

    static void execute(String statement) throws SQLException {
        try (Connection connection = connect("fragile");
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    static long number(String query) throws SQLException {
        try (Connection connection = connect("fragile");
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(POSTGRES.jdbcUrl(database), POSTGRES.username(),
                POSTGRES.password());
    }
}
