package dev.comanda.migration;

import dev.comanda.console.Refusal;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

/** How migrations run, the same at the server's start and from the command line. */
public final class MigrationSettings {

    /** Flyway's table, and its lock; see {@link FlywayLock}. */
    static final String HISTORY = "flyway_schema_history";
    private static final String GIVE_UP_EARLY = "SET lock_timeout = '" + Patience.SHORT + "'";
    private static final int TEN_MINUTES = 600;

    private MigrationSettings() {}

    /** Those migrations on this database; nothing runs yet. */
    public static Flyway flyway(DataSource database, Optional<String> schema) {
        FluentConfiguration flyway = Flyway.configure().dataSource(database)
                .callbacks(new MigrationLog(), new PinGuard(), new Patience());
        apply(flyway, schema);
        return flyway.load();
    }

    /**
     * Brings a database to this release.
     *
     * @return what was applied
     * @throws Refusal naming the migration that failed, or the pin
     */
    public static MigrateResult migrate(DataSource database, Optional<String> schema) {
        try {
            return Migrator.migrate(flyway(database, schema));
        } catch (FlywayException | SchemaPinnedException e) {
            MigrationFailure why = MigrationFailure.of(e).orElseThrow(() -> e);
            throw new Refusal(why.detail() == null
                    ? why.problem()
                    : why.problem() + System.lineSeparator() + why.detail(), why.advice());
        }
    }

    static void apply(FluentConfiguration flyway, Optional<String> schema) {
        schema.ifPresent(flyway::defaultSchema);
        flyway.validateMigrationNaming(true) // a misspelt file name must not be skipped in silence
                .connectRetries(10).connectRetriesInterval(5) // a database that starts with us
                .lockRetryCount(TEN_MINUTES) // seconds: another instance's long migration
                .initSql(GIVE_UP_EARLY)
                // else CREATE INDEX CONCURRENTLY waits for Flyway's own transaction, for ever
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
    }
}
