package dev.comanda.migration;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase.Unmigrated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda migrate}: what a start does to the schema, without a start (R 1.21, 3.8). */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Apply the migrations that"
        + " are pending, one at a time, each wholly or not at all. Several may run at"
        + " once: one works, the others"
        + " wait.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:the schema is the one of this release",
                "1:a migration failed or the pin forbids it",
                "2:wrong usage", "3:the database failed"})
public final class MigrateCommand implements Callable<Integer> {

    private final Supplier<Unmigrated> database;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Account account = new Account();

    @Option(names = "--unpin", description = "first lift the pin that a rollback has set")
    private boolean unpin;

    private record Migrated(String before, String after, List<String> applied) {}

    /** @param database opened when the command runs */
    public MigrateCommand(Supplier<Unmigrated> database) {
        this.database = database;
    }

    @Override
    public Integer call() throws SQLException {
        Unmigrated target = database.get();
        try (Connection connection = target.dataSource().getConnection()) {
            OpsAudit.State before = OpsAudit.State.of(connection);
            if (unpin) {
                lift(connection, before);
            }
            MigrateResult result = MigrationSettings.migrate(target.dataSource(),
                    target.schema());
            List<String> applied = result.getSuccessfulMigrations().stream()
                    .map(MigrateCommand::id).toList();
            OpsAudit.State after = OpsAudit.State.of(connection);
            if (!applied.isEmpty()) {
                write(connection, new OpsAudit("migrate", account, before, after,
                        String.join(", ", applied)));
            }
            output.result(new Migrated(before.version(), after.version(), applied),
                    (applied.isEmpty() ? "Nothing to do" : "Applied " + applied.size())
                            + "; the schema is at V" + after.version() + ".");
            return Console.DONE;
        }
    }

    private void lift(Connection connection, OpsAudit.State state) throws SQLException {
        connection.setAutoCommit(false);
        try {
            OpsTables.ensure(connection);
            SchemaPin.lift(connection);
            new OpsAudit("migrate --unpin", account, state, state, "pin lifted").write(connection);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void write(Connection connection, OpsAudit entry) throws SQLException {
        connection.setAutoCommit(false);
        try {
            entry.write(connection);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String id(MigrateOutput migration) {
        return "V" + migration.version + "__" + migration.description.replace(' ', '_');
    }
}
