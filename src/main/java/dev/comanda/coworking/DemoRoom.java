package dev.comanda.coworking;

import dev.comanda.database.OwnDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The demonstration café's room, a dozen seats for a location that has none; under the same
 * conditions as its products ({@code COMANDA_DEMO}).
 */
@Component
class DemoRoom implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(DemoRoom.class);

    /** Of instances that start at once the primary key lets one add each seat. */
    private static final String FURNISH = """
        INSERT INTO seats (location_id, code, kind, name, capacity)
        SELECT l.id, s.code, s.kind, s.name, s.capacity
          FROM locations AS l
         CROSS JOIN (SELECT 'M' || n, 'desk', 'Mesa ' || n, 1 FROM generate_series(1, 8) AS n
                     UNION ALL
                     SELECT 'G' || n, 'table', 'Mesa grande ' || n, 6
                       FROM generate_series(1, 2) AS n
                     UNION ALL
                     VALUES ('SALA', 'room', 'Sala de juntas', 10),
                            ('CABINA', 'room', 'Cabina de llamadas', 1))
            AS s (code, kind, name, capacity)
         WHERE l.code = 'main'
           AND NOT EXISTS (SELECT FROM seats AS own WHERE own.location_id = l.id)
            ON CONFLICT DO NOTHING
        """;

    private final JdbcClient jdbc;
    private final boolean wanted;

    @Autowired
    DemoRoom(JdbcClient jdbc, OwnDatabase database, Environment environment) {
        this(jdbc, database.ours(), environment);
    }

    DemoRoom(JdbcClient jdbc, boolean own, Environment environment) {
        this.jdbc = jdbc;
        this.wanted = environment.getProperty("COMANDA_DEMO", Boolean.class, own);
    }

    /** Before the port opens, as the products. */
    @Override
    public void afterSingletonsInstantiated() {
        if (wanted) {
            int seats = jdbc.sql(FURNISH).update();
            if (seats > 0) {
                log.atInfo().addKeyValue("seats", seats).log("demonstration room furnished");
            }
        }
    }
}
