package dev.comanda.ops;

import static java.util.concurrent.TimeUnit.MINUTES;

import dev.comanda.database.DirectConnections;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What the running server forgets by itself, once an hour: events older than EVENTS_KEPT_DAYS and
 * stored answers whose time is up; the keys stay for ever. A thousand rows at a time, on a
 * connection of its own. Instances do so at different times, and where two meet, events are pruned
 * by one of them and answers by both, each passing over what the other holds.
 */
@Component
class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final int DAYS = 7;

    private final DirectConnections connections;
    private final int days;

    Housekeeping(DirectConnections connections, Environment environment) {
        this.connections = connections;
        this.days = environment.getProperty("EVENTS_KEPT_DAYS", Integer.class, DAYS);
    }

    /** Once, now; 0 days: nothing. */
    @Scheduled(initialDelayString = "${random.int(1,60)}", fixedRate = 60, timeUnit = MINUTES)
    void tidy() {
        if (days == 0) {
            return;
        }
        try (Connection connection = connections.open("comanda-housekeeping")) {
            Pruning pruning = new Pruning(connection);
            long events = pruning.events(days);
            long answers = pruning.rows(Pruning.ANSWERS, 0);
            if (events + answers > 0) {
                log.atInfo().addKeyValue("events", events).addKeyValue("answers", answers)
                        .log("forgot what had its time");
            }
        } catch (SQLException e) {
            // the next hour will do: what is kept longer harms nobody
            log.warn("old events and answers are kept for now: {}", e.toString());
        }
    }
}
