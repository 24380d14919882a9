package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hostile requests to every operation of docs/openapi.json: bodies grown from its examples and
 * broken, ids, queries, headers and tokens. {@code -Dfuzz.seed}, {@code -Dfuzz.perOperation}.
 */
class FuzzingTheContractTests extends GuardedShop {
    private static final long SEED = Long.getLong("fuzz.seed", 20260115);
    private static final int PER_OPERATION = Integer.getInteger("fuzz.perOperation", 80);
    /** Counted so: a refusal that ended the connection while the body was still being sent. */
    private static final int REFUSED_EARLY = 0;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern LEAK = Pattern.compile("(?i)SELECT |INSERT |PSQLException|SQLSTATE"
            + "|\\bat dev\\.comanda|springframework|stack ?trace|pg_catalog|argon2");
    private static final List<String> HOSTILE = List.of("", " ", "'", "' OR '1'='1",
            "\"; DROP TABLE x",
            "../../etc/passwd", "%00", "\u0000", "\ud83d\ude00", "ñ".repeat(300), "A".repeat(5000),
            "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "-1", "0", "1e999",
            "99999999999999999999", "NaN", "null", "true", "\r\nX-Injected: 1", "0x10", "٣",
            "\u202e",
            "0199f3bf-0000-7000-8000-000000000001", "2026-13-45T99:99:99Z", "-infinity");

    private final Random random = new Random(SEED);
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @Test
    void no_request_makes_a_5xx_or_leaks_the_inside_or_writes_without_a_right()
            throws IOException {
        String cashier = tokenOf("cashier");
        String before = written();

        assertThat(everything(cashier)).isEmpty();

        assertThat(written()).as("what a cashier has no right to write").isEqualTo(before);
    }

    @Test
    void nor_does_one_of_somebody_who_may_do_everything() throws IOException {
        assertThat(everything(tokenOf("admin"))).isEmpty();
    }

    private List<String> everything(String token) throws IOException {
        JsonNode document = JSON.readTree(Files.readString(Path.of("docs/openapi.json")));
        List<String> wrong = new ArrayList<>();
        long rows = rows();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                for (int i = 0; i < PER_OPERATION; i++) {
                    attempt(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                            operation.getValue(), i % 4 == 0 ? token(token) : token, wrong);
                }
            }
        }
        int total = answers.values().stream().mapToInt(n -> n).sum();
        System.out.println("FUZZ seed " + SEED + ", " + total + " requests: " + answers + ", "
                + (rows() - rows) + " rows written");
        assertThat(total).isGreaterThan(2_000);
        assertThat(answers.getOrDefault(REFUSED_EARLY, 0)).isLessThan(total / 100);
        return wrong;
    }

    private void attempt(String method, String pattern, JsonNode operation, String token,
            List<String> wrong) {
        if (pattern.equals("/api/session") && method.equals("DELETE")) {
            return; // it would end the session that the rest needs
        }
        String path = Pattern.compile("\\{\\w+}").matcher(pattern)
                .replaceAll(m -> encoded(any()));
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextBoolean()) {
                path += (path.contains("?") ? "&" : "?") + parameter.path("name").asString() + "="
                        + encoded(any());
            }
        }
        String body = method.equals("GET") ? "" : body(operation);
        try {
            Answer answer = sendFrom("127.0.0.1", token, method, path, body, "Idempotency-Key",
                    header(), "If-Match",
                    header(), "X-Correlation-Id", header(), "Accept-Language", header());
            answers.merge(answer.status(), 1, Integer::sum);
            if (answer.status() >= 500 || (LEAK.matcher(answer.body()).find()
                    && !pattern.startsWith("/openapi") && !pattern.startsWith("/problems"))) {
                wrong.add(answer.status() + " " + method + " " + path + " " + body + " -> "
                        + answer.body());
            }
        } catch (IllegalArgumentException e) {
            // the client itself refuses to send such an address
        } catch (UncheckedIOException e) {
            answers.merge(REFUSED_EARLY, 1, Integer::sum);
        }
    }

    /** The operation's example, broken in one to three places, or no JSON at all. */
    private String body(JsonNode operation) {
        JsonNode example = operation.at("/requestBody/content/application~1json/example");
        int choice = random.nextInt(10);
        if (choice == 0 || example.isMissingNode()) {
            return List.of("", "{", "[]", "null", "\"text\"", "{\"a\":1,\"a\":2}", "[".repeat(2000),
                    "{\"x\":" + "9".repeat(3000) + "}", any()).get(random.nextInt(9));
        }
        JsonNode broken = example.deepCopy();
        for (int i = 0; i <= random.nextInt(3); i++) {
            damage(broken);
        }
        return JSON.writeValueAsString(broken);
    }

    private void damage(JsonNode node) {
        if (node instanceof ArrayNode array && !array.isEmpty() && random.nextBoolean()) {
            damage(array.get(random.nextInt(array.size())));
        } else if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            JsonNode child = object.path(name);
            if (child.isContainer() && random.nextInt(3) > 0) {
                damage(child);
                return;
            }
            switch (random.nextInt(6)) {
                case 0 -> object.remove(name);
                case 1 -> object.putNull(name);
                case 2 -> object.put(name, random.nextLong());
                case 3 -> object.put(name, any());
                case 4 -> object.set(name, JSON.createArrayNode().add(any()));
                default -> object.put("extra" + random.nextInt(9), any());
            }
        }
    }

    private String token(String good) {
        return List.of("", "x", "null", good + "x", good.substring(0, good.length() / 2), "a.b.c",
                "eyJhbGciOiJub25lIn0.e30.", "cdt_AAAA", "crt_" + "A".repeat(80),
                "cdt_" + "_".repeat(70),
                "A".repeat(4000)).get(random.nextInt(11));
    }

    private String any() {
        return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    private String header() {
        return any().replaceAll("[^ -~]", "?");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Of every table. */
    private long rows() {
        return jdbc.sql("""
            SELECT sum((xpath('//c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I',
                       tablename), true, true, '')))[1]::text::bigint)
              FROM pg_tables
             WHERE schemaname = current_schema()
            """).query(Long.class).single();
    }

    private String written() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("staff", "locations", "registers", "devices", "products",
                "stock_movements", "orders", "audit_entries")) {
            all.append(table).append(' ').append(jdbc.sql(
                    "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') FROM " + table
                            + " AS t")
                    .query(String.class).single());
        }
        return all.toString();
    }
}
