package dev.comanda.doctor;

import dev.comanda.database.Database;
import dev.comanda.database.DatabaseUnavailableException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the last examination saw, whoever made it: kept in the database, for all instances. */
@Component
public class Examinations {

    private static final String KEPT = "SELECT to_regclass('examinations') IS NOT NULL";
    private static final String LAST = """
        SELECT examined_at, examined_by, checked, orders, millis, findings FROM examinations
        """;
    private static final String WRITE = """
        INSERT INTO examinations (examined_by, checked, orders, millis, findings)
        VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (one) DO UPDATE
           SET examined_at = excluded.examined_at, examined_by = excluded.examined_by,
               checked = excluded.checked, orders = excluded.orders, millis = excluded.millis,
               findings = excluded.findings
        RETURNING examined_at, examined_by, checked, orders, millis, findings
        """;

    private final Database database;
    private final JdbcClient jdbc;

    /**
     * One that was kept.
     *
     * @param by the process that looked: {@code 4711@counter}
     */
    public record Seen(Instant at, String by, Examination examination) {

        /** What concerns one location; of all of them: 0. */
        public List<Finding> findings(int locationId, String locationCode) {
            return examination.findings().stream().filter(finding -> locationId == 0
                    || finding.location().equals(locationCode)).toList();
        }
    }

    Examinations(Database database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /**
     * Empty where nobody has looked yet, or the schema has no place for it.
     *
     * @throws DatabaseUnavailableException while the database is away
     */
    public Optional<Seen> last() {
        return database.keyed("last examination",
                () -> jdbc.sql(KEPT).query(Boolean.class).single()
                        ? jdbc.sql(LAST).query(Examinations::seen).optional()
                        : Optional.empty());
    }

    /** Keeps it in place of the one before, as it is returned. */
    static Seen write(Connection connection, Examination seen) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(WRITE)) {
            sql.setString(1, ManagementFactory.getRuntimeMXBean().getName());
            sql.setInt(2, seen.checked());
            sql.setLong(3, seen.orders());
            sql.setLong(4, seen.millis());
            sql.setString(5, JsonMapper.shared().writeValueAsString(seen.findings()));
            try (ResultSet row = sql.executeQuery()) {
                row.next();
                return seen(row, 1);
            }
        }
    }

    private static Seen seen(ResultSet row, int number) throws SQLException {
        return new Seen(row.getObject("examined_at", OffsetDateTime.class).toInstant(),
                row.getString("examined_by"),
                new Examination(List.of(JsonMapper.shared().readValue(row.getString("findings"),
                        Finding[].class)), row.getInt("checked"), row.getLong("orders"),
                        row.getLong("millis")));
    }
}
