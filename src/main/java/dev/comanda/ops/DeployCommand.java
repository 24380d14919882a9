package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import dev.comanda.console.Refusal;
import dev.comanda.migration.OpsTables;
import dev.comanda.migration.SchemaHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda deploy record|close}: date, by whom, what came of it (R 4.27). */
@Command(name = "deploy", mixinStandardHelpOptions = true, description = "The record of deploys.")
final class DeployCommand {

    private static final List<String> RESULTS = List.of("success", "partial", "rolled-back");
    private static final String RECORD = """
        INSERT INTO ops_deploys (version, commit, schema_before, schema_after, deployed_by, notes)
        VALUES (?, ?, (SELECT schema_after FROM ops_deploys ORDER BY id DESC LIMIT 1), ?, ?, ?)
        RETURNING id
        """;
    private static final String CLOSE = """
        UPDATE ops_deploys
           SET closed_at = now(), closed_by = ?, result = ?,
               notes = concat_ws(E'\\n', notes, ?::text)
         WHERE id = (SELECT id FROM ops_deploys WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1)
        RETURNING id, version
        """;

    private final Supplier<DataSource> database;

    private record Deploy(long id, String version, @Nullable String result) {}

    DeployCommand(Supplier<DataSource> database) {
        this.database = database;
    }

    @Command(mixinStandardHelpOptions = true, description = "A deploy begins.")
    int record(@Mixin Output output,
            @Option(names = "--release", required = true, description = "what is deployed, as its tag says") String version,
            @Option(names = "--commit", description = "of its source") @Nullable String commit,
            @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who; default: ${DEFAULT-VALUE}") String by,
            @Option(names = "--notes", description = "anything worth knowing") @Nullable String notes)
            throws SQLException {
        try (Connection connection = database.get().getConnection()) {
            OpsTables.ensure(connection);
            try (PreparedStatement sql = connection.prepareStatement(RECORD)) {
                sql.setString(1, version);
                sql.setString(2, commit);
                sql.setString(3, SchemaHistory.of(connection).version());
                sql.setString(4, by);
                sql.setString(5, notes);
                try (ResultSet row = sql.executeQuery()) {
                    row.next();
                    Deploy deploy = new Deploy(row.getLong(1), version, null);
                    output.result(deploy, "Deploy " + deploy.id + " of " + version + " is open.");
                    return Console.DONE;
                }
            }
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "The last deploy that is open ends.")
    int close(@Mixin Output output,
            @Option(names = "--result", required = true, description = "success, partial or rolled-back") String result,
            @Option(names = "--by", defaultValue = "${sys:user.name}", description = "who; default: ${DEFAULT-VALUE}") String by,
            @Option(names = "--notes", description = "what was seen") @Nullable String notes)
            throws SQLException {
        if (!RESULTS.contains(result)) {
            throw output.wrongUsage("--result takes one of " + RESULTS);
        }
        try (Connection connection = database.get().getConnection()) {
            OpsTables.ensure(connection);
            try (PreparedStatement sql = connection.prepareStatement(CLOSE)) {
                sql.setString(1, by);
                sql.setString(2, result);
                sql.setString(3, notes);
                try (ResultSet row = sql.executeQuery()) {
                    if (!row.next()) {
                        throw new Refusal("No deploy is open.", "comanda deploy record opens one.");
                    }
                    Deploy deploy = new Deploy(row.getLong(1), row.getString(2), result);
                    output.result(deploy, "Deploy " + deploy.id + " of " + deploy.version
                            + " ended: " + deploy.result + ".");
                    return Console.DONE;
                }
            }
        }
    }
}
