package dev.comanda.migration;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names each migration before it runs, in the words that operators search for (R 0.7). */
final class MigrationLog implements Callback {

    private static final Logger log = LoggerFactory.getLogger(MigrationLog.class);

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE_ERROR;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        if (event == Event.BEFORE_EACH_MIGRATE) {
            log.info("Applying migration `{}`", id(context));
        } else {
            log.error("Migration `{}` failed", id(context));
        }
    }

    @Override
    public String getCallbackName() {
        return "migration log";
    }

    static String id(Context context) {
        return context.getMigrationInfo().getScript().replaceFirst(".*/", "")
                .replaceFirst("\\.sql$", "");
    }
}
