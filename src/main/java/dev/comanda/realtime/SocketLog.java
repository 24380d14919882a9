package dev.comanda.realtime;

import dev.comanda.outbox.Event;
import dev.comanda.security.Caller;
import dev.comanda.web.Addressee;
import dev.comanda.web.LogBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The lines that operators search for (R 4.17), sampled, and the counts, which are whole. */
@Component
class SocketLog {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLog.class);
    private static final String CORRELATION_ID = "correlationId";

    private final LogBudget connections = new LogBudget(20);
    private final LogBudget broadcasts = new LogBudget(10);
    /** A day of sales must not keep the room out of the log. */
    private final LogBudget roomBroadcasts = new LogBudget(10);
    private final MeterRegistry meters;
    private final Counter deliveries;
    private final Counter connected;
    private volatile long lastBroadcast = System.nanoTime();

    SocketLog(MeterRegistry meters) {
        this.meters = meters;
        deliveries = Counter.builder("comanda.deliveries")
                .description("messages handed to sockets").register(meters);
        connected = Counter.builder("comanda.sockets.connected")
                .description("CONNECT frames accepted").register(meters);
        Gauge.builder("comanda.last.broadcast.age",
                () -> (System.nanoTime() - lastBroadcast) / 1e9).baseUnit("seconds")
                .description("since a change was last handed to the sockets, or the start")
                .register(meters);
    }

    void connected(Caller caller, Addressee from) {
        connected.increment();
        if (connections.allows()) {
            LOG.atInfo().addKeyValue("location", caller.locationCode())
                    .addKeyValue("role", caller.role().code())
                    .addKeyValue("staff", caller.staffId())
                    .addKeyValue(CORRELATION_ID, from.correlationId())
                    .addKeyValue("unlogged", connections.takeSuppressed())
                    .log("[WS] Client connected");
        }
    }

    void disconnected(int code, Addressee from) {
        meters.counter("comanda.sockets.closed", "code", Integer.toString(code)).increment();
        if (connections.allows()) {
            LOG.atInfo().addKeyValue("code", code)
                    .addKeyValue(CORRELATION_ID, from.correlationId())
                    .addKeyValue("unlogged", connections.takeSuppressed())
                    .log("[WS] Client disconnected");
        }
    }

    /** The reason is ours: nothing that a client sent is in the log. */
    void refused(String why, Addressee from) {
        meters.counter("comanda.sockets.refused", "reason", why).increment();
        if (connections.allows()) {
            LOG.atInfo().addKeyValue("reason", why)
                    .addKeyValue(CORRELATION_ID, from.correlationId())
                    .addKeyValue("unlogged", connections.takeSuppressed())
                    .log("WebSocket connection failed");
        }
    }

    void delivered(long messages) {
        deliveries.increment((double) messages);
    }

    /** Of one topic. */
    void broadcast(List<Event> events) {
        lastBroadcast = System.nanoTime();
        if (events.getFirst().topic().endsWith(".coworking")) {
            events.forEach(this::broadcastCoworkingUpdate);
        } else {
            events.forEach(event -> log(event, broadcasts, "[WS] Broadcast " + event.type()));
        }
    }

    /** The name that operators look for (R 4.21), and the lines that a session has always had. */
    private void broadcastCoworkingUpdate(Event event) {
        log(event, roomBroadcasts, switch (event.type()) {
            case "session.opened" -> "[WS] Broadcast create for session";
            case "session.closed", "session.cancelled" -> "[WS] Broadcast delete for session";
            default -> "[WS] Broadcast update for session";
        });
    }

    private static void log(Event event, LogBudget budget, String line) {
        if (budget.allows()) {
            LOG.atInfo().setMessage(line).addKeyValue("topic", event.topic())
                    .addKeyValue("seq", event.seq()).addKeyValue("type", event.type())
                    .addKeyValue(CORRELATION_ID, event.correlationId())
                    .addKeyValue("unlogged", budget.takeSuppressed()).log();
        }
    }
}
