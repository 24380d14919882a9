package dev.comanda.rollback;

import dev.comanda.backup.Backup;
import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.migration.Account;
import dev.comanda.migration.FlywayLock;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.SchemaHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda rollback}: takes migrations back, after the code (R 4.8, R 2.12). */
@Command(name = "rollback", mixinStandardHelpOptions = true, description = "Take migrations back, newest"
        + " first, in one transaction, after a backup. Code goes back first, the schema only"
        + " when data was wrongly affected and no forward script mends"
        + " it.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:done, or a dry run that would be", "1:refused, nothing was changed",
                "2:wrong usage",
                "3:the database failed, nothing was changed unless it says so"})
public final class RollbackCommand implements Callable<Integer> {

    private final Supplier<Unmigrated> database;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Account account = new Account();

    @ArgGroup(multiplicity = "1")
    private final HowFar howFar = new HowFar();

    @Option(names = "--dry-run", description = "do all of it and take it back: what would be lost?")
    private boolean dryRun;

    @Option(names = "--confirm-loss", paramLabel = "N", defaultValue = "0", description = "the number that a dry run names")
    private long confirmed;

    @Option(names = "--no-backup", description = "without the backup before")
    private boolean noBackup;

    @Option(names = "--backup-to", paramLabel = "FOLDER", defaultValue = "backups", description = "default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

    static final class HowFar {
        @Option(names = "--to", paramLabel = "V", required = true, description = "the version that is left; 0: none")
        private @Nullable String to;

        @Option(names = "--steps", paramLabel = "N", required = true, description = "so many migrations")
        private int steps;
    }

    private record Result(boolean dryRun, String to, List<String> takenBack, Loss loss,
            long lossTotal, @Nullable String backup) {}

    /** @param database opened when the command runs */
    public RollbackCommand(Supplier<Unmigrated> database) {
        this.database = database;
    }

    @Override
    public Integer call() throws SQLException, IOException {
        if (!dryRun && account.reason() == null) {
            throw output.wrongUsage("A rollback needs a --reason");
        }
        try (Connection connection = database.get().dataSource().getConnection()) {
            SchemaHistory history = SchemaHistory.of(connection);
            RollbackPlan plan = howFar.to == null
                    ? RollbackPlan.steps(howFar.steps, history)
                    : RollbackPlan.to(howFar.to, history);
            Rollback rollback = new Rollback(connection, plan, account);
            if (!dryRun) {
                rollback.refuseWhileNeeded();
            }
            Loss loss = rollback.rehearse();
            String backup = null;
            if (!dryRun) {
                Rollback.refuseUnlessConfirmed(loss, confirmed);
                backup = noBackup ? null : backup(connection);
                loss = carryOut(connection, rollback, plan, loss);
            }
            output.result(new Result(dryRun, plan.target(), plan.ids(), loss, loss.total(), backup),
                    text(plan, loss, backup));
            return Console.DONE;
        }
    }

    /** The answer to the commit may be all that is lost: then it is done. */
    private Loss carryOut(Connection connection, Rollback rollback, RollbackPlan plan,
            Loss rehearsed) throws SQLException {
        try {
            return rollback.carryOut(confirmed);
        } catch (SQLException failure) {
            if (connection.isValid(1) || !isDone(plan)) {
                throw failure;
            }
            return rehearsed;
        }
    }

    private boolean isDone(RollbackPlan plan) {
        try (Connection later = database.get().dataSource().getConnection()) {
            later.setAutoCommit(false);
            boolean ended = FlywayLock.take(later);
            boolean done = SchemaHistory.of(later).version().equals(plan.target());
            if (!ended && !done) {
                output.progress("It is not over: look later. comanda migrations status");
            }
            return done;
        } catch (SQLException away) {
            output.progress("It may be done: comanda migrations status tells, when the database"
                    + " answers again.");
            return false;
        }
    }

    private String backup(Connection connection) throws SQLException, IOException {
        Files.createDirectories(folder);
        return new Backup(connection, output::progress).to(folder.resolve(Backup.name())).file()
                .toString();
    }

    private String text(RollbackPlan plan, Loss loss, @Nullable String backup) {
        StringBuilder text = new StringBuilder();
        for (MigrationScript script : plan.scripts()) {
            text.append(script.id()).append(": ").append(script.loses()).append('\n');
        }
        loss.items().forEach(item -> text.append("lost: ").append(item).append('\n'));
        if (backup != null) {
            text.append("Backup: ").append(backup).append('\n');
        }
        return text + (dryRun
                ? "Dry run, nothing was changed. It would lead to V" + plan.target()
                        + " and lose " + loss.total() + (loss.total() == 0
                                ? "."
                                : ": --confirm-loss " + loss.total())
                : "The schema is at V" + plan.target() + " and pinned there. A newer release does"
                        + " not start until: comanda migrate --unpin");
    }
}
