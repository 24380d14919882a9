package dev.comanda.tariffs;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The tariffs of each location, by code and version. Nothing in them is ever changed. */
@Component
class Tariffs {

    private static final String COLUMNS = """
        id, code, version, active, valid_from, created_at, rules
        """;
    private static final String IN_FORCE = """
        SELECT %s
          FROM tariffs
         WHERE location_id = :location
           AND id = tariff_in_force(:location, :code, statement_timestamp())
        """.formatted(COLUMNS);
    private static final String LATEST = """
        SELECT %s
          FROM (SELECT DISTINCT ON (code) *
                  FROM tariffs
                 WHERE location_id = :location AND valid_from <= statement_timestamp()
                 ORDER BY code, valid_from DESC, version DESC) AS latest
         WHERE active = :active
         ORDER BY code
        """.formatted(COLUMNS);
    /** Of several from the same instant on, the newest is the one that will hold. */
    private static final String PLANNED = """
        SELECT DISTINCT ON (code, valid_from) %s
          FROM tariffs
         WHERE location_id = :location AND valid_from > statement_timestamp()
         ORDER BY code, valid_from, version DESC
        """.formatted(COLUMNS);
    private static final String VERSIONS = """
        SELECT %s
          FROM tariffs
         WHERE location_id = :location AND code = :code
         ORDER BY version DESC
         LIMIT 200
        """.formatted(COLUMNS);

    /** The past stays as it was: a version is valid from now on at the earliest. */
    private static final String ADD = """
        WITH latest AS (
            SELECT version, active, valid_from, rules
              FROM tariffs
             WHERE location_id = :location AND code = :code
             ORDER BY version DESC
             LIMIT 1),
        written AS (
            INSERT INTO tariffs (location_id, id, code, version, active, valid_from, rules,
                                 created_by)
            SELECT :location, uuid_v7(), :code, :seen + 1, :active,
                   greatest(:from::timestamptz, statement_timestamp()), :rules::jsonb, :staff
             WHERE :seen = coalesce((SELECT version FROM latest), 0)
                ON CONFLICT DO NOTHING
            RETURNING id, code, version, active, valid_from, created_at, rules),
        entry AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, before, after, register, correlation_id)
            SELECT :location, gen_random_uuid(), :staff, :staffName,
                   CASE :seen WHEN 0 THEN 'create' ELSE 'change' END, 'tariffs', :code,
                   (SELECT row_to_json(latest)::text FROM latest), row_to_json(added)::text,
                   :register, :trace
              FROM written AS w
             CROSS JOIN LATERAL (SELECT w.version, w.active, w.valid_from, w.rules) AS added)
        SELECT %s FROM written
        """.formatted(COLUMNS);

    private static final String PLACE = """
        SELECT currency, time_zone FROM locations WHERE id = :location
        """;

    private final JdbcClient jdbc;
    private final Database database;

    Tariffs(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** Where time is charged: days and windows go by the zone. */
    record Place(String currency, ZoneId zone) {}

    /** What a session that begins now under that code begins with; empty: it is not offered. */
    Optional<StoredTariff> inForce(int locationId, String code) {
        return database.keyed("tariff reading", () -> jdbc.sql(IN_FORCE)
                .param("location", locationId).param("code", code).query(Tariffs::stored)
                .optional());
    }

    /** How a tariff stands at this moment. */
    enum State {
        OFFERED,
        PLANNED,
        WITHDRAWN
    }

    /** By code, planned versions of one code in the order in which they will hold. */
    List<StoredTariff> list(int locationId, State state) {
        JdbcClient.StatementSpec list = switch (state) {
            case OFFERED -> jdbc.sql(LATEST).param("active", true);
            case WITHDRAWN -> jdbc.sql(LATEST).param("active", false);
            case PLANNED -> jdbc.sql(PLANNED);
        };
        return database.keyed("tariff list", () -> list.param("location", locationId)
                .query(Tariffs::stored).list());
    }

    /** Past, present and planned, the newest first; empty where the code is unknown. */
    List<StoredTariff> versions(int locationId, String code) {
        return database.keyed("tariff list", () -> jdbc.sql(VERSIONS)
                .param("location", locationId).param("code", code).query(Tariffs::stored).list());
    }

    /**
     * Adds a version, and says so in the audit book.
     *
     * @param seen the newest version that the writer knows, 0 for none; empty where another is it
     * @param from null or past: from now on
     */
    Optional<StoredTariff> add(Caller caller, Tariff rules, int seen, boolean active,
            @Nullable Instant from) {
        return database.once("tariff change", () -> jdbc.sql(ADD)
                .param("location", caller.locationId()).param("code", rules.code())
                .param("seen", seen).param("active", active)
                .param("from", from == null ? null : from.atOffset(ZoneOffset.UTC))
                .param("rules", JsonMapper.shared().writeValueAsString(rules))
                .param("staff", caller.staffId()).param("staffName", caller.staffName())
                .param("register", caller.register()).param("trace", CorrelationId.current())
                .query(Tariffs::stored).optional());
    }

    Place place(int locationId) {
        return database.keyed("tariff reading", () -> jdbc.sql(PLACE).param("location", locationId)
                .query((row, _) -> new Place(row.getString("currency"),
                        ZoneId.of(row.getString("time_zone"))))
                .single());
    }

    private static StoredTariff stored(ResultSet row, int number) throws SQLException {
        return new StoredTariff(row.getObject("id", UUID.class), row.getString("code"),
                row.getInt("version"), row.getBoolean("active"),
                row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Tariff.parse(row.getString("rules")));
    }
}
