package dev.comanda.migration;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/** Runs what is pending; a migration that gave way to the tills is tried again. */
final class Migrator {

    private Migrator() {}

    /** In a transaction that failed nothing is left behind. */
    static MigrateResult migrate(Flyway flyway) {
        for (int attempt = 1;; attempt++) {
            try {
                return flyway.migrate();
            } catch (FlywayException e) {
                if (!BusyTables.outwaited(e, attempt)) {
                    throw e;
                }
            }
        }
    }
}
