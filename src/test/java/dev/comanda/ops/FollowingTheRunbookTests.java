package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.deploy.Instance;
import dev.comanda.deploy.Instance.Program;
import dev.comanda.testing.Relay;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * docs/operating/runbook.md from top to bottom: each {@code sh} block runs in a shell, on a server
 * and a database of its own, and answers with the lines of the {@code text} block below it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FollowingTheRunbookTests {

    private static final Path ENGLISH = Path.of("docs", "operating", "runbook.md");
    private static final Path SPANISH = Path.of("docs", "operating", "runbook.es.md");
    private static final String TOKEN = "b54f0c7be39ad2216c86f9d03e7715aa4d82e60f9b3c1a75";
    private static final Pattern BLOCK = Pattern.compile(
            "(?ms)^```sh(?<kind>.*?)\n(?<commands>.*?)^```\n+(```text\n(?<answer>.*?)^```)?");
    private static final Pattern QUERY = Pattern.compile("(?ms)^```sql\n(.*?)^```");
    private static final Pattern NUMBER = Pattern.compile("--confirm-loss (\\d+)");
    private static final Duration START = Duration.ofMinutes(2);

    @TempDir
    Path folder = Path.of("");

    /** @param kind what the test does to the world meanwhile */
    private record Step(String kind, String commands, String answer) {}

    private record Details(JdbcConnectionDetails behind, String address)
            implements
                JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return address;
        }

        @Override
        public String getUsername() {
            return String.valueOf(behind.getUsername());
        }

        @Override
        public String getPassword() {
            return String.valueOf(behind.getPassword());
        }
    }

    @Test
    void every_command_answers_as_the_page_says() throws Exception {
        JdbcConnectionDetails database = TestDatabase.fresh();
        URI address = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
        try (Relay relay = new Relay(address::getPort);
                RunbookShell shell = new RunbookShell(folder)) {
            JdbcConnectionDetails shop = new Details(database, "jdbc:postgresql://127.0.0.1:"
                    + relay.port() + address.getPath());
            shell.set("DATABASE_URL", Instance.url(shop) + "?sslmode=disable");
            shell.set("NEW_DATABASE", address.getPath().substring(1) + "_restored");
            shell.set("HEALTHCHECK_TOKEN", TOKEN);
            shell.set("COMANDA_PASSWORD", Instance.ADMIN_PASSWORD);
            Instance server = serve(shop, shell);
            try {
                for (Step step : steps(ENGLISH)) {
                    switch (step.kind) {
                        case "schema-back" -> {
                            server.close();
                            server.awaitEnd(START);
                        }
                        case "schema-forth" -> {
                            follow(step, shell);
                            server = serve(shop, shell);
                        }
                        case "database-down" -> relay.cut();
                        default -> {
                        }
                    }
                    if (!step.kind.equals("schema-forth")) {
                        follow(step, shell);
                    }
                    relay.open();
                }
                assertThat(Files.readString(folder.resolve("server.log"))).as("R 4.17").contains(
                        "Order created successfully",
                        "Duplicate order detected via idempotency key");
            } finally {
                server.close();
            }
        }
    }

    @Test
    void every_query_runs_and_both_languages_have_the_same() throws Exception {
        List<String> queries = queries(ENGLISH);
        assertThat(queries).isNotEmpty().isEqualTo(queries(SPANISH));
        try (Connection connection = TestDatabase.open(TestDatabase.fresh());
                Statement sql = connection.createStatement()) {
            for (String query : queries) {
                assertThat(sql.execute(query)).as(query).isTrue();
            }
        }
    }

    @Test
    void both_languages_have_the_same_commands_and_answers() throws IOException {
        assertThat(steps(SPANISH)).isEqualTo(steps(ENGLISH)).hasSizeGreaterThan(15);
    }

    private Instance serve(JdbcConnectionDetails shop, RunbookShell shell) throws IOException {
        Instance server = Instance.start(Program.underTest(), folder.resolve("server.log"), shop,
                Map.of("COMANDA_DEMO", "true", "HEALTHCHECK_TOKEN", TOKEN));
        server.awaitReady(START);
        shell.set("URL", "http://127.0.0.1:" + server.port());
        return server;
    }

    private static void follow(Step step, RunbookShell shell) throws IOException {
        String said = "";
        for (String line : step.commands.lines().toList()) {
            String soon = line.replace("30s", "50ms").replace("15m", "50ms").replace("1h", "100ms");
            Matcher number = NUMBER.matcher(said);
            said += shell.run(number.find()
                    ? soon.replaceAll("--confirm-loss \\d+", number.group())
                    : soon) + "\n";
        }
        int from = 0;
        for (String line : step.answer.lines().toList()) {
            Matcher found = Pattern.compile("\\Q" + line.replace("…", "\\E.*?\\Q") + "\\E")
                    .matcher(said);
            assertThat(found.find(from))
                    .as("%n%s%nshould answer, in this order:%n%s%nbut said:%n%s",
                            step.commands, line, said)
                    .isTrue();
            from = found.end();
        }
    }

    private static List<String> queries(Path page) throws IOException {
        return QUERY.matcher(Files.readString(page)).results().map(found -> found.group(1))
                .toList();
    }

    private static List<Step> steps(Path page) throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            assertThat(block.group("answer")).as("what is answered to%n%s",
                    block.group("commands")).isNotBlank();
            steps.add(new Step(block.group("kind").strip(), block.group("commands"),
                    block.group("answer")));
        }
        return steps;
    }
}
