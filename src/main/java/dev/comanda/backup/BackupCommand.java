package dev.comanda.backup;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.migration.Account;
import dev.comanda.migration.OpsAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda backup}: every table in one file, beside running tills (R 1.18). */
@Command(name = "backup", mixinStandardHelpOptions = true, description = "Write all data into one file,"
        + " as it is at one instant, while the tills"
        + " sell.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:the file is whole", "1:it could not be written", "2:wrong usage",
                "3:the database failed"})
public final class BackupCommand implements Callable<Integer> {

    private static final String WRITABLE = """
        SELECT current_setting('transaction_read_only') = 'off'
               AND has_schema_privilege(current_schema(), 'CREATE')
        """;

    private final Supplier<Unmigrated> database;

    @Mixin
    private final Output output = new Output();

    @Option(names = "--to", paramLabel = "FOLDER", defaultValue = "backups", description = "default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

    @Mixin
    private final Account account = new Account();

    /** @param database opened when the command runs */
    public BackupCommand(Supplier<Unmigrated> database) {
        this.database = database;
    }

    @Override
    public Integer call() throws SQLException, IOException {
        Files.createDirectories(folder);
        try (Connection connection = database.get().dataSource().getConnection()) {
            Backup.Written written = new Backup(connection, output::progress)
                    .to(folder.resolve(Backup.name()));
            note(connection, written);
            output.result(written, String.format(Locale.ROOT,
                    "%s: %,d rows of %d tables, schema V%s, %,d bytes, %,d ms", written.file(),
                    written.rows(), written.tables(), written.schema(), written.bytes(),
                    written.millis()));
            return Console.DONE;
        }
    }

    /** For the alert on a backup's age, unless it was read from a standby or by a mere reader. */
    private void note(Connection connection, Backup.Written written) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(WRITABLE)) {
            row.next();
            if (row.getBoolean(1)) {
                connection.setAutoCommit(false);
                new OpsAudit("backup", account, null, null, String.format(Locale.ROOT,
                        "%s, %d rows, %d bytes", written.file().getFileName(), written.rows(),
                        written.bytes())).write(connection);
                connection.commit();
            }
        }
    }
}
