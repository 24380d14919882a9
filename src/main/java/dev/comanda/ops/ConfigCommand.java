package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase;
import dev.comanda.database.DatabaseUrlMissingException;
import dev.comanda.database.InvalidDatabaseUrlException;
import dev.comanda.health.Setting;
import dev.comanda.security.SettingFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code comanda config check}: would the server start with these settings (R 1.13, R 2.4)? */
@Command(name = "config", mixinStandardHelpOptions = true, description = "The server's settings.")
final class ConfigCommand {

    private final Environment environment;

    private record Checked(boolean good, List<String> faults, String database, List<String> set,
            List<String> unused) {}

    ConfigCommand(Environment environment) {
        this.environment = environment;
    }

    @Command(mixinStandardHelpOptions = true, description = "Read every setting and secret as a start"
            + " would and name all that it would refuse. Goes nowhere: for the database itself,"
            + " comanda migrations status.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
                    "0:the server would start", "1:it would not", "2:wrong usage"})
    int check(@Mixin Output output) {
        List<String> faults = new ArrayList<>(Setting.faults(environment));
        faults.addAll(SettingFaults.of(environment));
        String database = database(faults);
        List<String> set = Stream.of(Setting.values())
                .filter(setting -> setting.isSet(environment)).map(Setting::name).toList();
        List<String> unused = Setting.unused(environment);
        StringBuilder text = new StringBuilder();
        faults.forEach(fault -> text.append("NO   ").append(fault).append('\n'));
        text.append("set  ").append(String.join(", ", set)).append('\n');
        unused.forEach(name -> text.append("none ").append(name)
                .append(" is of no effect here\n"));
        text.append(faults.isEmpty() ? "ok   database: " + database : "→ a secret: comanda secret");
        output.result(new Checked(faults.isEmpty(), faults, database, set, unused),
                text.toString());
        return faults.isEmpty() ? Console.DONE : Console.REFUSED;
    }

    private String database(List<String> faults) {
        try {
            return CommandDatabase.where(environment);
        } catch (InvalidDatabaseUrlException | DatabaseUrlMissingException e) {
            faults.add(String.valueOf(e.getMessage()));
            return "";
        }
    }
}
