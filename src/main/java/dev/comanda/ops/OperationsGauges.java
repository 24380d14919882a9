package dev.comanda.ops;

import dev.comanda.database.DirectConnections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What alerts ask of the operations: when the books were examined and backed up last, and how many
 * findings there were. Looked up once a minute over a connection of its own, so that a scrape never
 * waits for the database. NaN: never, or not known.
 */
@Component
class OperationsGauges {

    private static final Logger log = LoggerFactory.getLogger(OperationsGauges.class);
    private static final String SEEN = """
        SELECT (SELECT json_array_length(findings::json) FROM examinations),
               (SELECT extract(epoch FROM clock_timestamp() - examined_at) FROM examinations),
               (SELECT extract(epoch FROM clock_timestamp() - max(at)) FROM ops_audit
                 WHERE command = 'backup')
        """;

    private final DirectConnections connections;
    private volatile Seen seen = Seen.NOTHING;

    private record Seen(double findings, double examined, double backedUp, long nanos) {

        static final Seen NOTHING = new Seen(Double.NaN, Double.NaN, Double.NaN, 0);

        /** An age then is older now. */
        double now(double age) {
            return age + (System.nanoTime() - nanos) / 1e9;
        }
    }

    OperationsGauges(DirectConnections connections, MeterRegistry meters) {
        this.connections = connections;
        Gauge.builder("comanda.doctor.findings", () -> seen.findings)
                .description("of the last examination of the books").register(meters);
        Gauge.builder("comanda.doctor.age", () -> seen.now(seen.examined)).baseUnit("seconds")
                .description("since the books were examined last").register(meters);
        Gauge.builder("comanda.backup.age", () -> seen.now(seen.backedUp)).baseUnit("seconds")
                .description("since the last backup by comanda backup").register(meters);
    }

    /** Once, now. */
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void look() {
        try (Connection connection = connections.open("comanda-gauges");
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(SEEN)) {
            row.next();
            seen = new Seen(number(row, 1), number(row, 2), number(row, 3), System.nanoTime());
        } catch (SQLException e) {
            log.debug("what was examined and backed up is not known: {}", e.toString());
            seen = Seen.NOTHING;
        }
    }

    private static double number(ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? Double.NaN : number;
    }
}
