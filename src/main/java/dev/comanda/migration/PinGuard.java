package dev.comanda.migration;

import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.jdbc.UncategorizedSQLException;

/** Asks for the pin under Flyway's lock, right before each migration: no rollback slips between. */
final class PinGuard implements Callback {

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
        int migration = context.getMigrationInfo().getVersion().getMajor().intValueExact();
        try {
            SchemaPin.of(context.getConnection()).filter(pin -> pin.forbids(migration))
                    .ifPresent(pin -> {
                        throw new SchemaPinnedException(MigrationLog.id(context), pin);
                    });
        } catch (SQLException e) {
            throw new UncategorizedSQLException("pin", null, e);
        }
    }

    @Override
    public String getCallbackName() {
        return "schema pin";
    }
}
