package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.backup.BackupCommand;
import dev.comanda.security.GuardedShop;
import dev.comanda.testing.Operator;
import dev.comanda.testing.Screen;
import dev.comanda.testing.UsedShop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * R 3.15, R 3.18, R 4.23: alerts and dashboard ask only for what a running server really tells, by
 * name, label and value; a name that nobody exports never fires.
 */
class AlertingTests extends GuardedShop {

    private static final Path MONITORING = Path.of("monitoring");
    private static final Pattern SELECTOR = Pattern
            .compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?![a-zA-Z0-9_:]|\\s*\\()(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
    private static final Pattern NO_METRIC = Pattern.compile("\\b(by|without|on)\\s*\\([^)]*\\)"
            + "|\\[[^]]*]|(?<![\\w.|\"])[0-9][0-9.]*[a-z]*\\b");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");
    /** Written by Prometheus itself. */
    private static final Set<String> NOT_OURS = Set.of("up");

    @Autowired
    private JdbcConnectionDetails database;
    @Autowired
    private OperationsGauges gauges;

    @TempDir
    Path folder = Path.of("");

    private record Selector(String metric, List<MatchResult> labels) {}

    @Test
    void alerts_and_dashboard_ask_only_for_what_the_server_tells() throws IOException {
        sellAndRefuse();
        Map<String, List<String>> told = scrape();
        Set<String> recorded = new TreeSet<>();
        List<String> expressions = new ArrayList<>();
        rules().forEach(rule -> {
            recorded.add(rule.path("record").asString(""));
            expressions.add(rule.path("expr").asString());
        });
        JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("dashboard.json")))
                .findValues("expr").forEach(expr -> expressions.add(expr.asString()));
        assertThat(expressions).hasSizeGreaterThan(50);

        for (String expression : expressions) {
            for (Selector asked : selectors(expression)) {
                if (NOT_OURS.contains(asked.metric) || recorded.contains(asked.metric)) {
                    continue;
                }
                List<String> series = told.getOrDefault(asked.metric, List.of());
                assertThat(series).as("%s in %s", asked.metric, expression).isNotEmpty();
                asked.labels.forEach(label -> assertThat(series).as(expression)
                        .anyMatch(one -> has(one, label)));
            }
        }
    }

    /** Where promtool is (Debian: prometheus), or -Dpromtool=…, it reads and tries the rules. */
    @Test
    void prometheus_accepts_the_rules_and_they_fire_when_they_should() throws Exception {
        String promtool = System.getProperty("promtool", "promtool");
        for (String check : List.of("check rules monitoring/alerts.yml",
                "test rules monitoring/alerts-test.yml")) {
            Process process;
            try {
                process = new ProcessBuilder(Stream.concat(Stream.of(promtool),
                        Stream.of(check.split(" ", -1))).toList()).redirectErrorStream(true)
                        .start();
            } catch (IOException missing) {
                System.out.println("PROMTOOL: not installed, the rules were only read");
                return;
            }
            String output = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
    }

    @Test
    void each_alert_says_what_it_is_how_bad_and_where_to_read_on() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("docs/operating/runbook.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT)
                        .replace(' ', '-'))
                .toList();
        String page = Files.readString(Path.of("docs/operating/alerts.md"));
        for (JsonNode rule : rules()) {
            String name = rule.path("alert").asString("");
            if (!name.isEmpty()) {
                assertThat(rule.at("/labels/severity").asString()).as(name).isIn("1", "2", "3");
                assertThat(rule.at("/annotations/summary").asString()).as(name).endsWith(".");
                assertThat(sections).as(name)
                        .contains(rule.at("/annotations/section").asString());
                assertThat(page).contains("`" + name + "`");
            }
        }
    }

    @Test
    void the_last_backup_and_the_last_examination_are_gauges_and_unknown_before() {
        jdbc.sql("DELETE FROM examinations").update();
        gauges.look();
        assertThat(value("comanda_doctor_age_seconds")).isNaN();
        assertThat(value("comanda_doctor_findings")).isNaN();

        assertThat(send(HEALTH, "POST", "/api/system/doctor", "").status()).isEqualTo(200);
        assertThat(backup().code()).isZero();
        gauges.look();

        assertThat(value("comanda_doctor_findings")).isZero();
        assertThat(value("comanda_doctor_age_seconds")).isBetween(0.0, 60.0);
        assertThat(value("comanda_backup_age_seconds")).isBetween(0.0, 60.0);
    }

    /** What is counted only once it has happened. */
    private void sellAndRefuse() {
        jdbc.sql("""
            INSERT INTO registers (location_id, code) VALUES (1, 'R1') ON CONFLICT DO NOTHING
            """).update();
        String sku = unique("T").toUpperCase(Locale.ROOT);
        assertThat(send(admin(), "POST", "/api/products", """
            {"sku":"%s","name":"Té","category":"té","price":4000,"taxRateBp":0}
            """.formatted(sku)).status()).isEqualTo(201);
        assertThat(send(admin(), "POST", "/api/orders", """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],"tenders":[{"method":"card"}]}
            """.formatted(sku), "Idempotency-Key", unique("sale")).status()).isEqualTo(201);
        assertThat(signIn("nobody", "ninguna frase es buena").status()).isEqualTo(401);
        try (Screen screen = Screen.connect(port, admin())) {
            screen.say("DISCONNECT\n\n\0");
            screen.closeCode();
        }
        while (!scrape().containsKey("comanda_sockets_closed_total")) {
            Thread.onSpinWait(); // counted once the client's side is closed, too
        }
    }

    private Operator backup() {
        return Operator.runs(new BackupCommand(
                () -> UsedShop.unmigrated(database)), "--to", folder.toString());
    }

    private double value(String gauge) {
        return scrape().getOrDefault(gauge, List.of()).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble).findFirst().orElseThrow();
    }

    /** What the server tells, by name. */
    private Map<String, List<String>> scrape() {
        Map<String, List<String>> byName = new HashMap<>();
        send(HEALTH, "GET", "/metrics", "").body().lines().filter(line -> !line.startsWith("#"))
                .forEach(line -> byName.computeIfAbsent(line.split("[{ ]", 2)[0],
                        _ -> new ArrayList<>()).add(line));
        return byName;
    }

    private static List<Selector> selectors(String expression) {
        return SELECTOR.matcher(NO_METRIC.matcher(expression).replaceAll(" ")).results()
                .filter(found -> !WORDS.contains(found.group(1)))
                .map(found -> new Selector(found.group(1), found.group(2) == null
                        ? List.of()
                        : MATCHER.matcher(found.group(2)).results().toList()))
                .toList();
    }

    private static boolean has(String series, MatchResult label) {
        return MATCHER.matcher(series).results().anyMatch(own -> own.group(1)
                .equals(label.group(1)) && switch (label.group(2)) {
                    case "=" -> own.group(3).equals(label.group(3));
                    case "=~" -> own.group(3).matches(label.group(3));
                    default -> true;
                });
    }

    private static List<JsonNode> rules() throws IOException {
        Object file = new Yaml().load(Files.readString(MONITORING.resolve("alerts.yml")));
        List<JsonNode> rules = new ArrayList<>();
        JsonMapper.shared().valueToTree(file).path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }
}
