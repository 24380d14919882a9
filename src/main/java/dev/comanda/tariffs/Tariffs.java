package dev.comanda.tariffs;

import dev.comanda.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tariffs of each location, by code and version. */
@Component
public class Tariffs {

    private static final String COLUMNS = "id, version, active, valid_from, created_at, rules";
    private static final String IN_FORCE = """
        SELECT %s
          FROM tariffs
         WHERE location_id = :location
           AND id = tariff_in_force(:location, :code, statement_timestamp())
        """.formatted(COLUMNS);
    private static final String BY_ID = """
        SELECT %s
          FROM tariffs
         WHERE location_id = :location AND id = :id
        """.formatted(COLUMNS);

    private final JdbcClient jdbc;
    private final Database database;

    Tariffs(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** What a session that begins now under that code begins with; empty: it is not offered. */
    public Optional<StoredTariff> inForce(int locationId, String code) {
        return database.keyed("tariff reading", () -> jdbc.sql(IN_FORCE)
                .param("location", locationId).param("code", code).query(Tariffs::stored)
                .optional());
    }

    /** A version that a session began with. */
    public Optional<StoredTariff> byId(int locationId, UUID id) {
        return database.keyed("tariff reading", () -> jdbc.sql(BY_ID)
                .param("location", locationId).param("id", id).query(Tariffs::stored)
                .optional());
    }

    private static StoredTariff stored(ResultSet row, int number) throws SQLException {
        return new StoredTariff(row.getObject("id", UUID.class), row.getInt("version"),
                row.getBoolean("active"),
                row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Tariff.parse(row.getString("rules")));
    }
}
