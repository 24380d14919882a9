package dev.comanda.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flyway's history of a database, as far as it knows versions. */
public record SchemaHistory(List<Row> rows) {

    /**
     * One migration that was applied, or failed.
     *
     * @param version digits
     * @param checksum 0 where Flyway kept none
     * @param millis how long it took
     */
    public record Row(int rank, String version, String script, int checksum,
            OffsetDateTime at, int millis, boolean success) {

        public int number() {
            return Integer.parseInt(version);
        }

        public String id() {
            return script.replaceFirst(".*/", "").replaceFirst("\\.sql$", "");
        }
    }

    /** Reads it; empty where Flyway has not been. */
    public static SchemaHistory of(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            boolean there;
            try (ResultSet row = sql.executeQuery("""
                SELECT EXISTS (SELECT FROM pg_class
                                WHERE relnamespace = current_schema()::regnamespace
                                  AND relname = 'flyway_schema_history')
                """)) {
                row.next();
                there = row.getBoolean(1);
            }
            if (there) {
                try (ResultSet row = sql.executeQuery("""
                    SELECT installed_rank, version, script, checksum, installed_on AT TIME ZONE
                           current_setting('TimeZone') AS at, execution_time, success
                      FROM flyway_schema_history
                     WHERE version ~ '^[0-9]{1,9}$'
                     ORDER BY version::integer
                    """)) {
                    while (row.next()) {
                        rows.add(new Row(row.getInt(1), row.getString(2), row.getString(3),
                                row.getInt(4),
                                row.getObject("at", OffsetDateTime.class),
                                row.getInt("execution_time"), row.getBoolean("success")));
                    }
                }
            }
        }
        return new SchemaHistory(List.copyOf(rows));
    }

    /** The newest that succeeded; {@code 0} where none did. */
    public String version() {
        return rows.stream().filter(Row::success).map(Row::version).reduce((_, last) -> last)
                .orElse("0");
    }

    public Optional<Row> of(int migration) {
        return rows.stream().filter(row -> row.number() == migration).findFirst();
    }

    public List<Row> failed() {
        return rows.stream().filter(row -> !row.success()).toList();
    }
}
