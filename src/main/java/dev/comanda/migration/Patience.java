package dev.comanda.migration;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * How long each migration waits for others. One that waits for a busy table makes every sale behind
 * it wait: it gives up early, and is tried again ({@link BusyTables}). An index that is built
 * beside the tills holds nobody up while it waits for who reads long, such as a backup, and could
 * not be tried again: what it leaves is no transaction that is undone.
 */
final class Patience implements Callback {

    static final String SHORT = "5s";
    private static final String LONG = "10min";

    /** Read when the first is pending. */
    private static final class BesideTills {
        static final Set<String> IDS = MigrationScript.inRelease().stream()
                .filter(MigrationScript::isBesideTills).map(MigrationScript::id)
                .collect(Collectors.toSet());
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement sql = context.getConnection().createStatement()) {
            sql.execute("SET lock_timeout = '"
                    + (BesideTills.IDS.contains(MigrationLog.id(context)) ? LONG : SHORT) + "'");
        } catch (SQLException e) {
            throw new UncategorizedSQLException("patience", null, e);
        }
    }

    @Override
    public String getCallbackName() {
        return "patience";
    }
}
