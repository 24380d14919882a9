package dev.comanda.health;

import dev.comanda.database.Probe;
import dev.comanda.database.Probe.Outcome;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Whether this instance may be given requests: it has started and is not stopping, the database
 * answers a session that is not the pool's, and the schema is the one this release needs. Answered
 * within a second whatever the database does (R 1.5).
 */
@Component
class Readiness {

    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final String GOOD = "ok";
    /** A sale cannot do without them; {@code comanda migrations verify} looks for all. */
    private static final String[] FUNCTIONS = {"create_order", "quote_order", "void_order"};
    private static final String LOOK = """
        SELECT array(SELECT version FROM flyway_schema_history
                      WHERE success AND version IS NOT NULL) AS applied,
               array(SELECT needed FROM unnest(?) AS needed
                      WHERE NOT EXISTS (SELECT FROM pg_proc
                                         WHERE proname = needed
                                           AND pg_function_is_visible(oid))) AS functions,
               array(SELECT c.relname::text
                       FROM pg_index AS i
                       JOIN pg_class AS c ON c.oid = i.indexrelid
                      WHERE NOT i.indisvalid AND pg_table_is_visible(i.indrelid)
                        AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS building
                                         WHERE building.index_relid = i.indexrelid)) AS indexes
        """;

    private final ApplicationAvailability availability;
    private final Release release = Release.inJar();
    private final Probe<SchemaState> probe;
    private final AtomicReference<String> lastFaults = new AtomicReference<>("");
    private volatile @Nullable SchemaState lastSchema;

    /**
     * One look.
     *
     * @param checks by name, {@code ok} or what is wrong; no host and no value of any variable
     * @param tookMs of the database's answer, -1 without one
     */
    record Look(boolean ready, Map<String, String> checks, long tookMs) {}

    Readiness(ApplicationAvailability availability, JdbcConnectionDetails database) {
        this.availability = availability;
        this.probe = new Probe<>(database, this::ask, PATIENCE);
    }

    Look look() {
        boolean accepting = availability
                .getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put("traffic", accepting ? GOOD : "starting or stopping");
        Outcome<SchemaState> outcome = probe.ask();
        long tookMs = -1;
        List<String> remedies = List.of();
        switch (outcome) {
            case Outcome.Silence<SchemaState>(String reason) -> {
                checks.put("database", reason);
                checks.put("schema", "unknown");
            }
            case Outcome.Answer<SchemaState>(SchemaState schema, Duration took) -> {
                lastSchema = schema;
                tookMs = took.toMillis();
                checks.put("database", GOOD);
                checks.put("schema", schema.complete()
                        ? GOOD
                        : String.join(", ", schema.faults()));
                remedies = schema.remedies();
            }
        }
        boolean ready = checks.values().stream().allMatch(GOOD::equals);
        tell(checks, remedies, accepting);
        return new Look(ready, checks, tookMs);
    }

    /** As the database said when it was last asked. */
    @Nullable
    SchemaState lastSchema() {
        return lastSchema;
    }

    Release release() {
        return release;
    }

    @PreDestroy
    void close() {
        probe.close();
    }

    private SchemaState ask(Connection session) throws SQLException {
        try (PreparedStatement look = session.prepareStatement(LOOK)) {
            look.setArray(1, session.createArrayOf("text", FUNCTIONS));
            try (ResultSet row = look.executeQuery()) {
                row.next();
                return SchemaState.of(release, Set.copyOf(texts(row, "applied")),
                        texts(row, "functions"), texts(row, "indexes"));
            }
        }
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** One line when it changes; a platform asks every few seconds. */
    private void tell(Map<String, String> checks, List<String> remedies, boolean accepting) {
        String faults = checks.values().stream().allMatch(GOOD::equals) ? "" : checks.toString();
        String before = lastFaults.getAndSet(faults);
        if (before.equals(faults) || !accepting) {
            return;
        }
        if (faults.isEmpty()) {
            LOG.info("ready again");
        } else {
            LOG.atWarn().addKeyValue("checks", faults)
                    .addKeyValue("remedy", String.join("; ", remedies)).log("not ready");
        }
    }
}
