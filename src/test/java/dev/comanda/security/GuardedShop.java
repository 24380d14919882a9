package dev.comanda.security;

import dev.comanda.testing.SearchedLog;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole server over HTTP on a database of its own, with its first administrator. What is secret
 * in what is sent and answered is in no log ({@link SearchedLog}).
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
        "ADMIN_USERNAME=jefa", "ADMIN_PASSWORD=" + GuardedShop.PASSWORD,
        "JWT_SECRET=" + GuardedShop.SECRET, "CORS_ORIGINS=https://caja.example.mx",
        "HEALTHCHECK_TOKEN=" + GuardedShop.HEALTH})
@Import(GuardedShop.DatabaseOfItsOwn.class)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class GuardedShop {
    protected static final String PASSWORD = "siete cafes y un croissant";
    static final String SECRET = "6f0b3c1d9e8a7f5546372819a0bcdefe1122fa97d3c4b5a6";
    protected static final String HEALTH = "b93e2d7c5a1f4860c2d4e6f8091a3b5c7d9e1f20";
    /** Those of the server itself. */
    protected static final List<String> SECRETS = List.of(PASSWORD, SECRET, HEALTH);

    static {
        SECRETS.forEach(SearchedLog::hide);
    }

    @LocalServerPort
    protected int port;
    @Autowired
    protected JdbcClient jdbc;

    /** A database that no other test class sees, shared by those that extend this one. */
    @TestConfiguration(proxyBeanMethods = false)
    static class DatabaseOfItsOwn {
        @Bean
        JdbcConnectionDetails databaseOfItsOwn() {
            return TestDatabase.fresh();
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(response.body());
        }

        public String text(String member) {
            return json().path(member).asString("");
        }

        public String problem() {
            return text("type").replace("/problems/", "");
        }

        /** Status, field and rule of the first thing that was wrong. */
        public String refused() {
            JsonNode first = json().at("/errors/0");
            return status() + " " + first.path("pointer").asString("") + " "
                    + first.path("rule").asString("");
        }
    }

    protected Answer send(String token, String method, String path, String body,
            String... headers) {
        SearchedLog.heard(body);
        Answer answer = sendFrom("127.0.0.1", token, method, path, body, headers);
        SearchedLog.heard(answer.body());
        return answer;
    }

    /** From one of this machine's loopback addresses, as if from another machine. */
    protected Answer sendFrom(String address, String token, String method, String path,
            String body, String... headers) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(client(address).send(request.build(), BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static final ConcurrentHashMap<String, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private static HttpClient client(String address) {
        return CLIENTS.computeIfAbsent(address, a -> {
            try {
                return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                        .localAddress(InetAddress.getByName(a)).build();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    protected Answer signIn(String username, String password) {
        return send("", "POST", "/api/session",
                "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    protected String admin() {
        return ADMINS.compute(port, (_, known) -> known != null && known.lasts()
                ? known
                : new Admin(signIn("jefa", PASSWORD).text("token"), Instant.now())).token;
    }

    private static final ConcurrentHashMap<Integer, Admin> ADMINS = new ConcurrentHashMap<>();

    private record Admin(String token, Instant since) {

        /** Half of a token's time, so that it lasts for the test. */
        boolean lasts() {
            return Instant.now().isBefore(since.plus(Duration.ofMinutes(15)));
        }
    }

    /** Adds a person and returns their id. */
    protected String hire(String username, String role, String secretMember, String secret) {
        Answer answer = send(admin(), "POST", "/api/staff", """
            {"username":"%s","name":"%s","role":"%s","%s":"%s"}
            """.formatted(username, username, role, secretMember, secret));
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.text("id");
    }

    /** A token of a new person of that role, signed in with a password. */
    protected String tokenOf(String role) {
        String name = unique(role);
        hire(name, role, "password", "una frase larga y buena");
        return signIn(name, "una frase larga y buena").text("token");
    }

    protected static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Digits enough to be in no log by chance. */
    protected static String pin() {
        return "4" + (10_000_000_000L
                + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 89_999_999_999L));
    }
}
