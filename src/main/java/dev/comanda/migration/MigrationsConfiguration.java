package dev.comanda.migration;

import dev.comanda.database.DirectConnections;
import java.util.Optional;
import org.flywaydb.core.api.callback.Callback;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The migrations at the server's start (R 1.20): it does not serve before they are through. */
@Configuration(proxyBeanMethods = false)
class MigrationsConfiguration {

    @Bean
    FlywayConfigurationCustomizer migrationSettings() {
        return flyway -> MigrationSettings.apply(flyway, Optional.empty()); // database sets it
    }

    @Bean
    Callback migrationLog() {
        return new MigrationLog();
    }

    @Bean
    Callback pinGuard() {
        return new PinGuard();
    }

    @Bean
    Callback patience() {
        return new Patience();
    }

    /** Flyway retries every failure to connect; what waiting cannot mend is said at once. */
    @Bean
    @ConditionalOnMissingBean
    FlywayMigrationStrategy migrationStrategy(DirectConnections connections) {
        return flyway -> {
            connections.refuseWhatWaitingCannotMend();
            Migrator.migrate(flyway);
        };
    }
}
