package dev.comanda.migration;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is pending; a migration that found its table busy is tried again. */
final class Migrator {

    private static final Logger log = LoggerFactory.getLogger(Migrator.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int ATTEMPTS = 12;

    private Migrator() {}

    /** About a minute of trying; in a transaction that failed nothing is left behind. */
    static MigrateResult migrate(Flyway flyway) {
        for (int attempt = 1;; attempt++) {
            try {
                return flyway.migrate();
            } catch (FlywayException e) {
                if (attempt == ATTEMPTS || !isBusy(e)) {
                    throw e;
                }
                log.warn("A table is busy, the migration is tried again (attempt {})", attempt + 1);
                pause();
            }
        }
    }

    private static boolean isBusy(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(200, 1_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
