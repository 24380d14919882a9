package dev.comanda.backup;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.database.CommandDatabase.Unmigrated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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

    private final Supplier<Unmigrated> database;

    @Mixin
    private final Output output = new Output();

    @Option(names = "--to", paramLabel = "FOLDER", defaultValue = "backups", description = "default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

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
            output.result(written, String.format(Locale.ROOT,
                    "%s: %,d rows of %d tables, schema V%s, %,d bytes, %,d ms", written.file(),
                    written.rows(), written.tables(), written.schema(), written.bytes(),
                    written.millis()));
            return Console.DONE;
        }
    }
}
