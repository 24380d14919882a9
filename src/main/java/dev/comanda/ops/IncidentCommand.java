package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.doctor.Doctor;
import dev.comanda.doctor.Examination;
import dev.comanda.migration.OpsTables;
import dev.comanda.migration.SchemaHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda incident open}: a report begun with what the database says (R 2.15). */
@Command(name = "incident", mixinStandardHelpOptions = true, description = "Incident reports.")
final class IncidentCommand {

    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
    private static final String ADD = """
        INSERT INTO ops_incidents (id, opened_by, report) VALUES (?, ?, ?)
        """;
    private static final String NOW = """
        SELECT (SELECT count(*) FROM orders WHERE created_at > now() - interval '1 hour'),
               (SELECT coalesce((SELECT version || ', ' || started_at || ', '
                                        || coalesce(result, 'open')
                                   FROM ops_deploys ORDER BY id DESC LIMIT 1), 'none recorded'))
        """;

    private final Supplier<DataSource> database;

    private record Opened(String id, Path file) {}

    IncidentCommand(Supplier<DataSource> database) {
        this.database = database;
    }

    @Command(mixinStandardHelpOptions = true, description = "Write a report to fill in: what runs, the"
            + " schema, whether the books add up.")
    int open(@Mixin Output output,
            @Option(names = "--symptom", required = true, description = "what was seen") String symptom,
            @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who; default: ${DEFAULT-VALUE}") String by,
            @Option(names = "--to", defaultValue = "incidents", description = "folder; default: ${DEFAULT-VALUE}") Path folder)
            throws SQLException, IOException {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        String id = now.format(ID);
        Path file = folder.resolve("incident_" + id + ".md");
        try (Connection connection = database.get().getConnection()) {
            OpsTables.ensure(connection);
            String report = report(connection, id, now, symptom, by);
            Files.createDirectories(folder);
            Files.writeString(file, report);
            try (PreparedStatement sql = connection.prepareStatement(ADD)) {
                sql.setString(1, id);
                sql.setString(2, by);
                sql.setString(3, report);
                sql.executeUpdate();
            }
        }
        output.result(new Opened(id, file), "Incident " + id + ": " + file);
        return Console.DONE;
    }

    private static String report(Connection connection, String id, ZonedDateTime now,
            String symptom, String by) throws SQLException {
        Examination books = Doctor.examine(connection);
        StringBuilder findings = new StringBuilder();
        books.findings().forEach(finding -> findings.append("- ").append(finding).append('\n'));
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(NOW)) {
            row.next();
            return """
                # Incident %s

                | | |
                |---|---|
                | opened | %s by %s |
                | symptom | %s |
                | last deploy | %s |
                | schema | V%s |
                | orders of the last hour | %d |
                | books | %s |

                %s
                ## What the logs say

                ## What was done, and when

                ## Roll back? yes / no, and why

                ## What prevents it next time
                """.formatted(id, now, by, symptom.replace("|", "\\|"), row.getString(2),
                    SchemaHistory.of(connection).version(), row.getLong(1),
                    books.good() ? "add up" : books.findings().size() + " findings", findings);
        }
    }
}
