package dev.comanda.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The way past a pooler, without the limits of a till's session. */
record MigrationConnection(String url, @Nullable String user, @Nullable String secret)
        implements
            FlywayConnectionDetails {

    static MigrationConnection of(JdbcConnectionDetails database) {
        if (database instanceof DatabaseConnection connection) {
            DatabaseUrl direct = connection.direct();
            return new MigrationConnection(direct.jdbcUrl(), direct.username(), direct.password());
        }
        return new MigrationConnection(database.getJdbcUrl(), database.getUsername(),
                database.getPassword());
    }

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public @Nullable String getUsername() {
        return user;
    }

    @Override
    public @Nullable String getPassword() {
        return secret;
    }

    @Override
    public String toString() {
        return url;
    }
}
