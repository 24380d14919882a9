package dev.comanda.migration;

import dev.comanda.database.SqlState;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changes the schema beside tills that sell gives way to them: it does not wait long for a
 * table, and where each has what the other wants, it may be the one that PostgreSQL ends. All of it
 * is undone then, so that it can begin anew.
 */
public final class BusyTables {

    private static final Logger log = LoggerFactory.getLogger(BusyTables.class);
    private static final int ATTEMPTS = 12;

    private BusyTables() {}

    /**
     * Whether to begin anew: after a pause, and for about a minute in all.
     *
     * @param attempt that failed, from 1
     */
    public static boolean outwaited(Throwable failure, int attempt) {
        if (attempt >= ATTEMPTS || !SqlState.isRolledBack(failure)) {
            return false;
        }
        log.warn("A table is busy, it is tried again (attempt {})", attempt + 1);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(200, 1_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
