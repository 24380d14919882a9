package dev.comanda.loadtest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shop under load: its server, and the database behind it. */
final class Shop {

    private static final Pattern URL = Pattern
            .compile("postgres(?:ql)?://([^:@/]+):([^@]*)@([^/?]+)/([^?]+)(?:\\?(.*))?");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    /** As DatabaseConfiguration sets them for the application's pool, so that a ratio is honest. */
    private static final String SESSION_LIMITS = "-c statement_timeout=5000 -c lock_timeout=2000"
            + " -c idle_in_transaction_session_timeout=10000 -c jit=off";

    private static final List<String> PREPARE = List.of("""
        INSERT INTO registers (location_id, code)
        SELECT 1, 'LOAD-' || n FROM generate_series(1, 64) AS n
            ON CONFLICT DO NOTHING
        """, """
        WITH made AS (
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp, stock)
            SELECT 1, uuid_v7(), 'LOAD-' || lpad(n::text, 3, '0'), 'Producto de carga ' || n,
                   'carga', 1000 + 50 * n, 1600, 1000000000000
              FROM generate_series(1, 200) AS n
                ON CONFLICT DO NOTHING
            RETURNING location_id, id, stock)
        INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
        SELECT location_id, uuid_v7(), id, 'initial', stock FROM made
        """);

    private final String jdbcUrl;
    private final Properties login;

    private Shop(String jdbcUrl, String user, String password) {
        this.jdbcUrl = jdbcUrl;
        login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", "comanda-load");
    }

    /** @param databaseUrl postgres://user:password@host:port/name; null: the server's own */
    static Shop find(@Nullable String databaseUrl, Path data) throws IOException {
        if (databaseUrl == null) {
            Path running = data.resolve("postgres/postmaster.pid");
            if (Files.notExists(running)) {
                throw new Unusable("no server with a PostgreSQL of its own runs in " + data
                        + ": start one, or name its folder (--data) or its database"
                        + " (--database-url)");
            }
            List<String> pid = Files.readAllLines(running);
            return new Shop("jdbc:postgresql://127.0.0.1:" + pid.get(3)
                    + "/comanda?sslmode=disable&gssEncMode=disable", "postgres",
                    Files.readString(data.resolve("postgres.password")).strip());
        }
        Matcher url = URL.matcher(databaseUrl);
        if (!url.matches()) {
            throw new Unusable("--database-url is not postgres://user:password@host:port/name");
        }
        return new Shop("jdbc:postgresql://" + url.group(3) + "/" + url.group(4)
                + (url.group(5) == null ? "" : "?" + url.group(5)), decode(url.group(1)),
                decode(url.group(2)));
    }

    /** A session like those of the application's pool. */
    Connection tillSession() throws SQLException {
        Properties settings = new Properties();
        settings.putAll(login);
        settings.setProperty("prepareThreshold", "2");
        settings.setProperty("options", SESSION_LIMITS);
        settings.setProperty("socketTimeout", "8");
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(jdbcUrl, settings);
    }

    /** A session without limits, to prepare and to count. */
    Connection session() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, login);
    }

    /** Adds products LOAD-001 to LOAD-200 and registers LOAD-1 to LOAD-64 where missing. */
    void prepare() throws SQLException {
        try (Connection db = session(); Statement statement = db.createStatement()) {
            for (String sql : PREPARE) {
                statement.executeUpdate(sql);
            }
        }
    }

    static String signIn(URI server, String username, String password)
            throws IOException, InterruptedException {
        String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(escape(username),
                escape(password));
        HttpResponse<String> answer;
        try (HttpClient http = HttpClient.newHttpClient()) {
            answer = http.send(HttpRequest.newBuilder(server.resolve("/api/session"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new Unusable("nobody answers at " + server + ": start the server, or name --url");
        }
        Matcher token = TOKEN.matcher(answer.body());
        if (answer.statusCode() != 201 || !token.find()) {
            throw new Unusable("sign-in of " + username + " at " + server + ": "
                    + answer.statusCode() + " " + answer.body());
        }
        return token.group(1);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
