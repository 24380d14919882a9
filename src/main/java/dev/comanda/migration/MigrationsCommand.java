package dev.comanda.migration;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase.Unmigrated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda migrations …}: where the schema stands and whether it is what it should be. */
@Command(name = "migrations", mixinStandardHelpOptions = true, description = "Look at the schema and its history.")
public final class MigrationsCommand {

    private final Supplier<Unmigrated> database;

    private record Planned(String id, String purpose, String lock) {}

    /** Which way to resolve; one of them. */
    static final class Way {
        @Option(names = "--applied", paramLabel = "V", required = true, description = "mark V as applied; everything it makes must be there")
        private String applied = "";

        @Option(names = "--rolled-back", paramLabel = "V", required = true, description = "forget the failed V; nothing it makes may be there")
        private String rolledBack = "";
    }

    /** @param database opened when a command runs */
    public MigrationsCommand(Supplier<Unmigrated> database) {
        this.database = database;
    }

    @Command(mixinStandardHelpOptions = true, description = "Every migration and its state.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:up to date",
            "1:something is pending, failed or changed", "2:wrong usage",
            "3:the database failed"})
    int status(@Mixin Output output) throws SQLException {
        try (Connection connection = database.get().dataSource().getConnection()) {
            MigrationStatus status = MigrationStatus.of(connection);
            output.result(status, status.text());
            return status.upToDate() ? Console.DONE : Console.REFUSED;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "What migrate would do, and what it would"
            + " lock.")
    int plan(@Mixin Output output) throws SQLException {
        try (Connection connection = database.get().dataSource().getConnection()) {
            SchemaHistory history = SchemaHistory.of(connection);
            List<Planned> plan = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (MigrationScript script : MigrationScript.inRelease()) {
                if (history.of(script.number()).isEmpty()) {
                    plan.add(new Planned(script.id(), script.purpose(), script.lock()));
                    text.append(script.id()).append("\n  for:  ").append(script.purpose())
                            .append("\n  lock: ").append(script.lock()).append('\n');
                }
            }
            output.result(plan, plan.isEmpty() ? "Nothing is pending." : text.toString());
            return Console.DONE;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Is the schema what its migrations make?"
            + " They run in a schema of their own, inside a transaction that is taken"
            + " back.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                    "0:all is there", "1:something is missing or not so", "2:wrong usage",
                    "3:the database failed"})
    int verify(@Mixin Output output) throws SQLException {
        try (Connection connection = database.get().dataSource().getConnection()) {
            Verification seen = Verification.of(connection);
            StringBuilder text = new StringBuilder();
            seen.missing().forEach(fact -> text.append("missing: ").append(fact).append('\n'));
            seen.unknown().forEach(fact -> text.append("unknown: ").append(fact).append('\n'));
            text.append(seen.good() ? "The schema is that of V" : "The schema is NOT that of V")
                    .append(seen.schema()).append('.');
            output.result(seen, text.toString());
            return seen.good() ? Console.DONE : Console.REFUSED;
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "Bring the history to what the schema is,"
            + " after a migration stopped half way or was run by"
            + " hand.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                    "0:done", "1:refused; nothing was changed", "2:wrong usage",
                    "3:the database failed"})
    int resolve(@ArgGroup(multiplicity = "1") Way way, @Mixin Output output,
            @Mixin Account account,
            @Option(names = "--force", description = "without proof; needs --reason") boolean force)
            throws SQLException {
        try (Connection connection = database.get().dataSource().getConnection()) {
            Resolution resolution = new Resolution(connection, account, force);
            Resolution.Resolved done = way.applied.isEmpty()
                    ? resolution.rolledBack(way.rolledBack)
                    : resolution.applied(way.applied);
            output.result(done, done.migration() + " was " + done.was() + ", now it is "
                    + done.now() + ".");
            return Console.DONE;
        }
    }
}
