package dev.comanda.migration;

import dev.comanda.console.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the history to what the schema is, where a migration outside of a transaction stopped half
 * way or was run by hand (R 0.8): marks it as applied if all it makes is there, or forgets it if
 * nothing of it is. Never for one that succeeded.
 */
final class Resolution {

    private static final String APPLY_FAILED = """
        UPDATE flyway_schema_history SET success = true, checksum = ? WHERE version = ?
        """;
    private static final String APPLY_PENDING = """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                           checksum, installed_by, execution_time, success)
        SELECT coalesce(max(installed_rank), 0) + 1, ?, ?, 'SQL', ?, ?, current_user, 0, true
          FROM flyway_schema_history
        """;
    private static final String FORGET = """
        DELETE FROM flyway_schema_history WHERE version = ? AND NOT success
        """;

    private final Connection connection;
    private final Account account;
    private final boolean force;

    /** @param connection in autocommit mode */
    Resolution(Connection connection, Account account, boolean force) {
        this.connection = connection;
        this.account = account;
        this.force = force;
    }

    /**
     * What was done.
     *
     * @param was failed or pending
     * @param now applied or pending
     */
    record Resolved(String migration, String was, String now) {}

    Resolved applied(String name) throws SQLException {
        return resolve(name, true);
    }

    Resolved rolledBack(String name) throws SQLException {
        return resolve(name, false);
    }

    private Resolved resolve(String name, boolean applied) throws SQLException {
        List<MigrationScript> scripts = MigrationScript.inRelease();
        MigrationScript script = MigrationScript.named(scripts, name)
                .orElseThrow(() -> new Refusal("This release has no migration " + name + ".",
                        "comanda migrations status lists them."));
        if (force && account.reason() == null) {
            throw new Refusal("--force needs a --reason.", null);
        }
        connection.setAutoCommit(false);
        try {
            if (!FlywayLock.take(connection)) {
                throw new Refusal("Somebody is migrating.", "Wait for it, then look again.");
            }
            Resolved resolved = within(scripts, script, applied);
            connection.commit();
            return resolved;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Resolved within(List<MigrationScript> scripts, MigrationScript script,
            boolean applied) throws SQLException {
        SchemaHistory history = SchemaHistory.of(connection);
        Optional<SchemaHistory.Row> row = history.of(script.number());
        if (row.map(SchemaHistory.Row::success).orElse(false)) {
            throw new Refusal(script + " was applied; there is nothing to resolve.",
                    "To take it back: comanda rollback --steps 1 --dry-run");
        }
        if (row.isEmpty() && !applied) {
            throw new Refusal(script + " is pending; there is nothing to roll back.", null);
        }
        if (row.isEmpty() && history.rows().isEmpty()) {
            throw new Refusal("Nothing was ever migrated here.", "Run: comanda migrate");
        }
        OpsAudit.State before = OpsAudit.State.of(connection);
        prove(scripts, script, applied);
        if (!applied) {
            update(FORGET, script.version());
        } else if (row.isPresent()) {
            update(APPLY_FAILED, script.checksum(), script.version());
        } else {
            update(APPLY_PENDING, script.version(),
                    script.id().replaceFirst("^V\\d+__", "").replace('_', ' '),
                    script.id() + ".sql", script.checksum());
        }
        Resolved resolved = new Resolved(script.id(), row.isPresent() ? "failed" : "pending",
                applied ? "applied" : "pending");
        new OpsAudit("migrations resolve", account, before, OpsAudit.State.of(connection),
                resolved + (force ? ", forced" : "")).write(connection);
        return resolved;
    }

    private void prove(List<MigrationScript> scripts, MigrationScript script, boolean applied)
            throws SQLException {
        if (force) {
            return;
        }
        int index = scripts.indexOf(script);
        int previous = index == 0 ? 0 : scripts.get(index - 1).number();
        Map<Integer, Schema> made = Rehearsal.between(connection, scripts, previous,
                script.number());
        Schema before = Verification.schema(made.get(previous));
        Schema after = Verification.schema(made.get(script.number()));
        Schema actual = Schema.of(connection);
        SchemaDifference difference = applied
                ? SchemaDifference.ofMigration(before, after, actual)
                : SchemaDifference.ofMigration(after, before, actual);
        if (applied && before.fingerprint().equals(after.fingerprint())) {
            throw new Refusal(script + " changes rows only; nothing can prove that it ran.",
                    "Look yourself, then: --force --reason '…'");
        }
        if (!difference.missing().isEmpty() || !difference.unknown().isEmpty()) {
            throw new Refusal(refused(script, applied, difference), advice(applied));
        }
    }

    private static String refused(MigrationScript script, boolean applied,
            SchemaDifference difference) {
        StringBuilder text = new StringBuilder(script + (applied
                ? " is not wholly there."
                : " is not wholly gone."));
        difference.missing().forEach(fact -> text.append("\nmissing: ").append(fact));
        difference.unknown().forEach(fact -> text.append("\nstill there: ").append(fact));
        return text.toString();
    }

    private static @Nullable String advice(boolean applied) {
        return applied
                ? "Finish it by hand (the script is in db/migration), or take it back and resolve"
                        + " --rolled-back."
                : "Take it back by hand (the script is in db/rollback), then resolve again.";
    }

    private void update(String statement, Object... values) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            sql.executeUpdate();
        }
    }
}
