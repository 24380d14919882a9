package dev.comanda.ops;

import dev.comanda.backup.BackupCommand;
import dev.comanda.backup.RestoreCommand;
import dev.comanda.catalog.ProductsCommand;
import dev.comanda.catalog.SeedCommand;
import dev.comanda.console.CommandLog;
import dev.comanda.console.Console;
import dev.comanda.database.CommandDatabase;
import dev.comanda.doctor.DoctorCommand;
import dev.comanda.migration.MigrateCommand;
import dev.comanda.migration.MigrationSettings;
import dev.comanda.migration.MigrationsCommand;
import dev.comanda.rollback.RollbackCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code comanda COMMAND}: the operators' commands, in the server's jar but without its web server.
 * Without a command the server starts.
 */
@Command(name = "comanda", mixinStandardHelpOptions = true, versionProvider = Commands.Version.class, description = "Point of sale for cafés with a coworking room."
        + " Without a command, or with serve, the server starts.%nThe database is chosen as the"
        + " server chooses it: DATABASE_URL, PGHOST…, else the one in"
        + " ./data.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done", "1:refused, or something was found; nothing was changed",
                "2:wrong usage",
                "3:the database failed or cannot be reached; nothing was changed",
                "70:a defect of Comanda"})
public final class Commands {

    private Commands() {}

    /** Whether these arguments name a command (or ask for help) and not options of the server. */
    public static boolean named(String... args) {
        return args.length > 0 && (!args[0].startsWith("-")
                || args[0].matches("-h|--help|-V|--version")) && !args[0].equals("serve");
    }

    /** Runs one command and gives the exit code of the process. */
    public static int run(String... args) {
        CommandLog.begin();
        try (CommandDatabase database = new CommandDatabase(new StandardEnvironment(),
                own -> MigrationSettings.migrate(own.dataSource(), own.schema()))) {
            return line(database)
                    .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .execute(args);
        }
    }

    /** Every command there is, working on this database. */
    static CommandLine line(CommandDatabase database) {
        return Console.frame(new Commands(),
                new BackupCommand(database::openAsItIs),
                new ConfigCommand(new StandardEnvironment()),
                new DeployCommand(database::open),
                new DoctorCommand(database::open),
                new IncidentCommand(database::open),
                new PruneCommands.Keys(database::open),
                new PruneCommands.Log(database::open),
                new MigrateCommand(database::openAsItIs),
                new MigrationsCommand(database::openAsItIs),
                new ProductsCommand(database::open),
                new RestoreCommand(database::openAsItIs, database::openAsItIs),
                new RollbackCommand(database::openAsItIs),
                new WatchCommands.Once(),
                new SecretCommand(),
                new SmokeCommand(),
                new WatchCommands.Watch(),
                new SeedCommand(database::open));
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Commands.class.getPackage().getImplementationVersion();
            return new String[]{"comanda " + (version == null ? "development" : version)};
        }
    }
}
