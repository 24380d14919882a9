package dev.comanda.database;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;

/** Chooses the database and builds the pool on it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * A till waits for its sale: no statement above 5 s, no lock above 2 s, and nobody may hold
     * locks while idle. Nothing here is worth compiling: it takes longer than any statement. Sent
     * when a session begins, so a pooler that shares sessions refuses it.
     */
    private static final String SESSION_LIMITS = "-c statement_timeout=5000 -c lock_timeout=2000"
            + " -c idle_in_transaction_session_timeout=10000 -c jit=off";

    @Bean
    @ConditionalOnMissingBean
    JdbcConnectionDetails databaseConnection(Environment env) {
        return DatabaseConnection.choose(env);
    }

    @Bean
    @ConditionalOnMissingBean
    FlywayConnectionDetails migrationConnection(JdbcConnectionDetails database) {
        return MigrationConnection.of(database);
    }

    @Bean
    DirectConnections directConnections(FlywayConnectionDetails direct) {
        return new DirectConnections(direct);
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(JdbcConnectionDetails database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.addDataSourceProperty("ApplicationName", ReleaseName.inJar());
        if (database instanceof DatabaseConnection connection && connection.pooled()) {
            pool.addDataSourceProperty("prepareThreshold", "0"); // PgBouncer < 1.21 mixes them up
        } else {
            // prepared at its second use: this server repeats few statements, very often
            pool.addDataSourceProperty("prepareThreshold", "2");
            pool.addDataSourceProperty("options", SESSION_LIMITS);
        }
        return pool;
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource pool) {
        return new TracedTransactions(pool);
    }

    @Bean
    Database database(DataSource pool, MeterRegistry meters, TransactionOperations transactions) {
        return new Database(pool, meters, transactions);
    }

    @Bean
    FlywayConfigurationCustomizer migrationSchema(Environment env) {
        return flyway -> DatabaseConnection.schema(env).ifPresent(flyway::defaultSchema);
    }
}
