package dev.comanda.ops;

import dev.comanda.database.CommandDatabase;
import org.springframework.core.env.StandardEnvironment;

/** Whether a line that stands in a file is one that the command line understands. */
public final class KnownCommands {

    private KnownCommands() {}

    /**
     * Reads it; nothing runs.
     *
     * @throws picocli.CommandLine.ParameterException if it is not understood
     */
    public static void understand(String... arguments) {
        try (CommandDatabase never = new CommandDatabase(new StandardEnvironment(), _ -> {})) {
            Commands.line(never).parseArgs(arguments);
        }
    }
}
