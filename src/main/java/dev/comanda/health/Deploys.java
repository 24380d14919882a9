package dev.comanda.health;

import dev.comanda.database.Database;
import dev.comanda.database.DatabaseUnavailableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What {@code comanda deploy} wrote down last. */
@Component
class Deploys {

    private static final String KEPT = "SELECT to_regclass('ops_deploys') IS NOT NULL";
    private static final String LAST = """
        SELECT version, commit, started_at, deployed_by, closed_at, result
          FROM ops_deploys
         ORDER BY id DESC
         LIMIT 1
        """;

    private final Database database;
    private final JdbcClient jdbc;

    /** @param result {@code success}, {@code partial} or {@code rolled-back}; null: it is open */
    record Deploy(String version, @Nullable String commit, Instant startedAt, String deployedBy,
            @Nullable Instant closedAt, @Nullable String result) {}

    Deploys(Database database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /** Empty where none was recorded, and while the database is away. */
    Optional<Deploy> last() {
        try {
            return database.keyed("last deploy", () -> jdbc.sql(KEPT).query(Boolean.class).single()
                    ? jdbc.sql(LAST).query(Deploys::deploy).optional()
                    : Optional.empty());
        } catch (DatabaseUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Deploy deploy(ResultSet row, int number) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new Deploy(row.getString("version"), row.getString("commit"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getString("deployed_by"), closed == null ? null : closed.toInstant(),
                row.getString("result"));
    }
}
