package dev.comanda.ops;

import dev.comanda.console.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comanda rollback-check} and {@code comanda watch} (R 4.23, R 4.24). */
final class WatchCommands {

    private static final String LIMITS = "ops/rollback-thresholds.properties";

    private WatchCommands() {}

    /** Which server, and by which limits. */
    static final class Where {

        @Parameters(paramLabel = "URL", description = "such as https://caja.example.mx")
        private URI url = URI.create("http://localhost:8080");

        @Option(names = "--token", defaultValue = "${env:HEALTHCHECK_TOKEN}", description = "opens /metrics; else HEALTHCHECK_TOKEN")
        private @Nullable String token;

        @Option(names = "--thresholds", paramLabel = "FILE", description = "else those of the jar, see docs/operating/commands.md")
        private @Nullable Path thresholds;

        Properties limits() throws IOException {
            Properties limits = new Properties();
            try (InputStream file = thresholds == null
                    ? new ClassPathResource(LIMITS).getInputStream()
                    : Files.newInputStream(thresholds);
                    Reader text = new InputStreamReader(file, StandardCharsets.UTF_8)) {
                limits.load(text);
            }
            return limits;
        }

        List<Vital> look(Duration over) throws IOException, InterruptedException {
            try (RemoteShop shop = new RemoteShop(url)) {
                shop.use(token == null ? "" : token);
                RemoteShop.Answer first = shop.get("/metrics");
                TimeUnit.MILLISECONDS.sleep(over.toMillis());
                RemoteShop.Answer ready = shop.get("/ready");
                RemoteShop.Answer last = shop.get("/metrics");
                if (ready.status() != 200) {
                    return RollbackCheck.notReady();
                }
                if (first.status() != 200 || last.status() != 200) {
                    throw new IOException("/metrics answered " + last.status()
                            + "; is --token the server's HEALTHCHECK_TOKEN?");
                }
                return RollbackCheck.of(Scrape.of(first.body()), Scrape.of(last.body()),
                        limits());
            }
        }
    }

    private record Result(String verdict, List<Vital> vitals) {}

    private static int tell(Output output, List<Vital> vitals) {
        int worst = vitals.stream().mapToInt(Vital::verdict).max().orElse(0);
        String verdict = List.of("go", "look", "roll back").get(worst);
        output.result(new Result(verdict, vitals), vitals.stream().map(Vital::toString)
                .collect(Collectors.joining("\n")) + "\n" + verdict);
        return worst;
    }

    /** Once. */
    @Command(name = "rollback-check", mixinStandardHelpOptions = true, description = "Should this deploy"
            + " go back? Two looks at the counters, a while"
            + " apart.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                    "0:go", "1:look", "2:roll back", "64:wrong usage"}, exitCodeOnInvalidInput = 64)
    static final class Once implements Callable<Integer> {

        @Mixin
        private final Where where = new Where();

        @Mixin
        private final Output output = new Output();

        @Option(names = "--over", defaultValue = "PT30S", converter = Durations.class, description = "between the looks; default: 30s")
        private Duration over = Duration.ZERO;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return tell(output, where.look(over));
        }
    }

    /** Again and again: the first hour after a deploy. */
    @Command(name = "watch", mixinStandardHelpOptions = true, description = "rollback-check, again and"
            + " again; ends at once when the deploy should go"
            + " back.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                    "0:go", "1:look: some look was not good", "2:roll back",
                    "64:wrong usage"}, exitCodeOnInvalidInput = 64)
    static final class Watch implements Callable<Integer> {

        @Mixin
        private final Where where = new Where();

        @Mixin
        private final Output output = new Output();

        @Option(names = "--every", defaultValue = "15m", converter = Durations.class, description = "default: ${DEFAULT-VALUE}")
        private Duration every = Duration.ZERO;

        @Option(names = "--for", defaultValue = "1h", converter = Durations.class, description = "default: ${DEFAULT-VALUE}")
        private Duration time = Duration.ZERO;

        @Override
        public Integer call() throws IOException, InterruptedException {
            int worst = 0;
            for (long i = 0; i < Math.max(1, time.dividedBy(every)) && worst < 2; i++) {
                worst = Math.max(worst, tell(output, where.look(every)));
            }
            return worst;
        }
    }
}
