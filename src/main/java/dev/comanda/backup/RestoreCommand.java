package dev.comanda.backup;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.console.Refusal;
import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.doctor.Doctor;
import dev.comanda.doctor.Examination;
import dev.comanda.migration.Account;
import dev.comanda.migration.MigrationSettings;
import dev.comanda.migration.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comanda restore}: a backup into an empty database, proven afterwards (R 1.19, R 2.13). */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Put a backup into an EMPTY"
        + " database, in one transaction. Then run pending migrations, verify the schema and"
        + " audit the books. Never over live"
        + " data.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:restored, and the books add up",
                "1:refused, not proven, or the books do not add up", "2:wrong usage",
                "3:the database failed, nothing was written"})
public final class RestoreCommand implements Callable<Integer> {

    private final Supplier<Unmigrated> database;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final Account account = new Account();

    private final Function<String, Unmigrated> beside;

    @Option(names = "--to-new", paramLabel = "NAME", description = "make this database on the same"
            + " server and restore into it; DATABASE_URL's own is left alone")
    private @Nullable String newName;

    @Option(names = "--check", description = "only read the file: is it whole?")
    private boolean check;

    @Parameters(paramLabel = "FILE", description = "backup_….zip")
    private Path file = Path.of("");

    private record Result(Path file, String createdAt, String schema, int tables, long rows,
            @Nullable Verification verification, @Nullable Examination books) {

        static Result of(Path file, Manifest manifest, @Nullable Verification verification,
                @Nullable Examination books) {
            return new Result(file, manifest.createdAt(), manifest.schema(),
                    manifest.tables().size(), manifest.rows(), verification, books);
        }
    }

    /**
     * Both are opened when the command runs.
     *
     * @param beside another database of the same server, by its name
     */
    public RestoreCommand(Supplier<Unmigrated> database, Function<String, Unmigrated> beside) {
        this.database = database;
        this.beside = beside;
    }

    @Override
    public Integer call() throws SQLException, IOException {
        if (!Files.isReadable(file)) {
            throw output.wrongUsage("Cannot read " + file);
        }
        Restore restore = new Restore(file, output::progress);
        Manifest manifest = restore.check();
        if (check) {
            output.result(Result.of(file, manifest, null, null), "Whole: " + text(manifest));
            return Console.DONE;
        }
        if (newName == null) {
            return restore(restore, manifest, database.get(), "");
        }
        try (NewDatabase made = NewDatabase.create(database.get(), newName)) {
            int code = restore(restore, manifest, beside.apply(newName), " into " + newName);
            made.keep();
            return code;
        }
    }

    private int restore(Restore restore, Manifest manifest, Unmigrated target, String where)
            throws SQLException, IOException {
        try (Connection connection = target.dataSource().getConnection()) {
            restore.into(connection, target.schema(), manifest, account);
            try {
                return prove(connection, manifest, target, where);
            } catch (SQLException | FlywayException e) {
                if (newName != null) {
                    throw e; // it goes again
                }
                throw new Refusal("Every row is back, but the database failed before that was"
                        + " proven: " + e.getMessage(),
                        "Run: comanda migrate, comanda migrations verify, comanda doctor");
            }
        }
    }

    private int prove(Connection connection, Manifest manifest, Unmigrated target, String where)
            throws SQLException {
        MigrationSettings.migrate(target.dataSource(), target.schema());
        try (Statement sql = connection.createStatement()) {
            sql.execute("ANALYZE");
        }
        Verification verification = Verification.of(connection);
        Examination books = Doctor.examine(connection);
        StringBuilder text = new StringBuilder();
        verification.missing().forEach(fact -> text.append("missing: ").append(fact).append('\n'));
        books.findings().forEach(finding -> text.append(finding).append('\n'));
        boolean good = verification.good() && books.good();
        output.result(Result.of(file, manifest, verification, books), text + "Restored "
                + text(manifest) + where + (good ? "; the books add up." : "; LOOK AT THE ABOVE."));
        return good ? Console.DONE : Console.REFUSED;
    }

    private static String text(Manifest manifest) {
        return String.format(Locale.ROOT, "%,d rows of %d tables, schema V%s, of %s",
                manifest.rows(), manifest.tables().size(), manifest.schema(),
                manifest.createdAt());
    }
}
