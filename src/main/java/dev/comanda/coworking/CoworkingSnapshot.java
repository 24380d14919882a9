package dev.comanda.coworking;

import dev.comanda.database.Database;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The state behind the topic {@code coworking} of a location. */
@Component
public class CoworkingSnapshot {

    private final JdbcClient jdbc;
    private final Database database;

    CoworkingSnapshot(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /**
     * Every active session, as of one instant: {@code {"sessions":[…]}}, in the order in which they
     * began. {@code coworking_snapshot(location)} is the same for whoever needs it within a
     * statement of their own.
     */
    public String json(int locationId) {
        return database.keyed("coworking snapshot", () -> jdbc
                .sql("SELECT coworking_snapshot(?)").params(locationId)
                .query(String.class).single());
    }
}
