package dev.comanda.ops;

import dev.comanda.catalog.ProductsCommand;
import dev.comanda.database.CommandDatabase;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code comanda COMMAND}: the operators' commands, in the server's jar but without its web server.
 * Without a command the server starts.
 */
@Command(name = "comanda", mixinStandardHelpOptions = true, versionProvider = Commands.Version.class, description = "Point of sale for cafés with a coworking room. Without a command the server"
        + " starts.%nThe database is chosen as the server chooses it: DATABASE_URL, PGHOST…,"
        + " else the one in ./data.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
                "0:done", "1:refused, nothing was changed", "2:wrong usage",
                "3:the database failed, nothing was changed"})
public final class Commands {

    private Commands() {}

    /** Whether these arguments name a command (or ask for help) and not options of the server. */
    public static boolean named(String... args) {
        return args.length > 0 && (!args[0].startsWith("-")
                || args[0].matches("-h|--help|-V|--version"));
    }

    /** Runs one command and gives the exit code of the process. */
    public static int run(String... args) {
        try (CommandDatabase database = new CommandDatabase()) {
            return new CommandLine(new Commands())
                    .addSubcommand(new ProductsCommand(database::open))
                    .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .setExecutionExceptionHandler(Commands::failed)
                    .execute(args);
        }
    }

    private static int failed(Exception failure, CommandLine command,
            CommandLine.ParseResult parsed) {
        command.getErr().println(failure.getMessage());
        return 3;
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[]{"comanda " + (version == null ? "development" : version)};
        }
    }
}
