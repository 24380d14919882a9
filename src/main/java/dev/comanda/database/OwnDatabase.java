package dev.comanda.database;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/** Whether the data is on our own PostgreSQL, or on one that an operator gave us. */
@Component
public final class OwnDatabase {

    private final boolean ours;

    OwnDatabase(JdbcConnectionDetails database) {
        ours = database instanceof DatabaseConnection connection && connection.own() != null;
    }

    /** True only where the server was started without any database named. */
    public boolean ours() {
        return ours;
    }
}
