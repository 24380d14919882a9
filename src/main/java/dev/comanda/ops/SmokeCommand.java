package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comanda smoke}: sells something, looks at it from all sides and takes it back (R 2.6). */
@Command(name = "smoke", mixinStandardHelpOptions = true, description = "Try a running server as a till"
        + " does: sign in, press Pay ten times, lose the answer, look at the books. The sale"
        + " is voided at the end.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:all went well", "1:something did not", "2:wrong usage"})
final class SmokeCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Parameters(paramLabel = "URL", description = "such as https://caja.example.mx")
    private URI url = URI.create("http://localhost:8080");

    @Option(names = "--username", defaultValue = "admin", description = "default: ${DEFAULT-VALUE}")
    private String username = "";

    @Option(names = "--password", defaultValue = "${env:COMANDA_PASSWORD}", description = "else COMANDA_PASSWORD")
    private @Nullable String password;

    @Option(names = "--location", defaultValue = "main", description = "default: ${DEFAULT-VALUE}")
    private String location = "";

    @Option(names = "--register", defaultValue = "R1", description = "default: ${DEFAULT-VALUE}")
    private String register = "";

    private record Result(boolean good, List<SmokeTest.Check> checks) {}

    @Override
    public Integer call() {
        if (password == null || password.isEmpty()) {
            throw output.wrongUsage("The password is missing: --password or COMANDA_PASSWORD");
        }
        try (RemoteShop shop = new RemoteShop(url)) {
            List<SmokeTest.Check> checks = new SmokeTest(shop, register).run(location, username,
                    password);
            boolean good = checks.stream().allMatch(SmokeTest.Check::good);
            StringBuilder text = new StringBuilder();
            checks.forEach(check -> text.append(String.format(Locale.ROOT,
                    "%-4s %-44s %5d ms  %s%n",
                    check.good() ? "ok" : "NO", check.name(), check.millis(), check.detail())));
            output.result(new Result(good, checks), text.toString());
            return good ? Console.DONE : Console.REFUSED;
        }
    }
}
