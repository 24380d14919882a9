package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.migration.OpsTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda keys prune} and {@code comanda log prune} (R 1.22, R 1.23, R 4.1). */
final class PruneCommands {

    private PruneCommands() {}

    /** Stored answers. */
    @Command(name = "keys", mixinStandardHelpOptions = true, description = "Idempotency keys.")
    static final class Keys {
        private final Supplier<DataSource> database;

        private record Answers(long answers) {}

        Keys(Supplier<DataSource> database) {
            this.database = database;
        }

        @Command(mixinStandardHelpOptions = true, description = "Forget stored answers whose time is up;"
                + " the keys stay, so that no sale is made twice.")
        int prune(@Mixin Output output,
                @Option(names = "--days", defaultValue = "0", description = "so many days after they expired") int days)
                throws SQLException {
            try (Connection connection = database.get().getConnection()) {
                long answers = new Pruning(connection).rows(Pruning.ANSWERS, days);
                output.result(new Answers(answers), "Forgot " + answers + " stored answers.");
                return Console.DONE;
            }
        }
    }

    /** What grows and nobody reads any more. */
    @Command(name = "log", mixinStandardHelpOptions = true, description = "Logs kept in the database.")
    static final class Log {
        private final Supplier<DataSource> database;

        private record Rows(long events, long sessions, long wrongPins, long operations) {}

        Log(Supplier<DataSource> database) {
            this.database = database;
        }

        @Command(mixinStandardHelpOptions = true, description = "Forget numbered events, ended sign-ins,"
                + " wrong PINs; the book of operations stays longer, the audit book for ever.")
        int prune(@Mixin Output output,
                @Option(names = "--days", defaultValue = "30", description = "older than; default: ${DEFAULT-VALUE}") int days,
                @Option(names = "--operations-days", defaultValue = "730", description = "for ops_audit; default: ${DEFAULT-VALUE}") int operationsDays)
                throws SQLException {
            try (Connection connection = database.get().getConnection()) {
                OpsTables.ensure(connection);
                Pruning pruning = new Pruning(connection);
                Rows pruned = new Rows(pruning.events(days),
                        pruning.rows(Pruning.SESSIONS, days),
                        pruning.rows(Pruning.WRONG_PINS, days),
                        pruning.rows(Pruning.OPERATIONS, operationsDays));
                output.result(pruned, "Forgot " + pruned.events + " events, " + pruned.sessions
                        + " sign-ins, " + pruned.wrongPins + " wrong PINs, " + pruned.operations
                        + " operations.");
                return Console.DONE;
            }
        }
    }
}
