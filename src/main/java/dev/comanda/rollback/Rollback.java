package dev.comanda.rollback;

import dev.comanda.console.Refusal;
import dev.comanda.migration.Account;
import dev.comanda.migration.BusyTables;
import dev.comanda.migration.FlywayLock;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.OpsAudit;
import dev.comanda.migration.OpsTables;
import dev.comanda.migration.SchemaHistory;
import dev.comanda.migration.SchemaPin;
import dev.comanda.migration.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Takes migrations back: Flyway's own lock, the scripts, the rows of its history, the pin and the
 * entry in the book of operations are one transaction. A crash leaves the schema before or after,
 * never between.
 */
final class Rollback {

    private final Connection connection;
    private final RollbackPlan plan;
    private final Account account;

    /** @param connection in autocommit mode, left so */
    Rollback(Connection connection, RollbackPlan plan, Account account) {
        this.connection = connection;
        this.plan = plan;
        this.account = account;
    }

    /** Does all of it, looks that it leads where it should, and takes it back. */
    Loss rehearse() throws SQLException {
        return inTransaction(() -> {
            Verification.Lack lack = lock();
            Loss loss = LossCount.of(connection, this::takeBack);
            takeBackAndProve(lack);
            return loss;
        }, false);
    }

    /**
     * Does it.
     *
     * @param confirmed how many rows and values may go
     */
    Loss carryOut(long confirmed) throws SQLException {
        return inTransaction(() -> {
            Verification.Lack lack = lock();
            refuseWhileNeeded();
            OpsAudit.State before = OpsAudit.State.of(connection);
            Loss loss = LossCount.of(connection, this::takeBack);
            refuseUnlessConfirmed(loss, confirmed);
            takeBackAndProve(lack);
            OpsTables.ensure(connection);
            String reason = Objects.requireNonNull(account.reason());
            SchemaPin.set(connection, plan.target(), reason, account.operator());
            new OpsAudit("rollback --to " + plan.target(), account, before,
                    OpsAudit.State.of(connection), plan.ids() + "; lost "
                            + loss.total() + ": " + loss.items())
                    .write(connection);
            return loss;
        }, true);
    }

    /** @throws Refusal naming who is connected */
    void refuseWhileNeeded() throws SQLException {
        List<String> instances = Instances.needingMoreThan(Integer.parseInt(plan.target()),
                connection);
        if (!instances.isEmpty()) {
            throw new Refusal("Instances that need the schema are connected: "
                    + String.join(", ", instances),
                    "Code goes back first: deploy the previous release, then run this again.");
        }
    }

    static void refuseUnlessConfirmed(Loss loss, long confirmed) {
        if (loss.total() != confirmed) {
            throw new Refusal("This loses " + loss.total() + ": " + loss.items().stream()
                    .map(Loss.Item::toString).collect(Collectors.joining(", ")),
                    "If that is meant: --confirm-loss " + loss.total());
        }
    }

    /** Locks out who migrates; the tills sell on. Tells how to see where the way back leads. */
    private Verification.Lack lock() throws SQLException {
        if (!FlywayLock.take(connection)) {
            throw new Refusal("Somebody is migrating.", "Wait for it, then look again.");
        }
        try (Statement sql = connection.createStatement()) {
            sql.execute("SET LOCAL lock_timeout = '5s'");
            sql.execute("SET LOCAL statement_timeout = 0");
        }
        RollbackPlan now = RollbackPlan.to(plan.target(), SchemaHistory.of(connection));
        if (!now.equals(plan)) {
            throw new Refusal("The history changed meanwhile.", "Look again.");
        }
        return Verification.lackOf(connection, Integer.parseInt(plan.target()));
    }

    private void takeBack() throws SQLException {
        try (Statement sql = connection.createStatement()) {
            for (MigrationScript script : plan.scripts()) {
                sql.execute(script.down());
                sql.execute("DELETE FROM flyway_schema_history WHERE version = '"
                        + script.version() + "'");
            }
        }
    }

    private void takeBackAndProve(Verification.Lack lack) throws SQLException {
        takeBack();
        List<String> missing = lack.in(connection);
        if (!missing.isEmpty()) {
            throw new Refusal("The way back does not lead to V" + plan.target() + "; nothing was"
                    + " changed:\n" + String.join("\n", missing), null);
        }
    }

    private Loss inTransaction(Deed deed, boolean commit) throws SQLException {
        for (int attempt = 1;; attempt++) {
            try {
                return tryInTransaction(deed, commit);
            } catch (SQLException e) {
                if (!BusyTables.outwaited(e, attempt)) {
                    throw e;
                }
            }
        }
    }

    private Loss tryInTransaction(Deed deed, boolean commit) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Loss loss = deed.run();
            if (commit) {
                connection.commit();
            }
            return loss;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private interface Deed {
        Loss run() throws SQLException;
    }
}
