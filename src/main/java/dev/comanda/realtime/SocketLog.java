package dev.comanda.realtime;

import dev.comanda.outbox.Event;
import dev.comanda.security.Caller;
import dev.comanda.web.Addressee;
import dev.comanda.web.LogBudget;
import io.micrometer.core.instrument.Counter;
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
    private final MeterRegistry meters;
    private final Counter deliveries;
    private final Counter connected;

    SocketLog(MeterRegistry meters) {
        this.meters = meters;
        deliveries = Counter.builder("comanda.deliveries")
                .description("messages handed to sockets").register(meters);
        connected = Counter.builder("comanda.sockets.connected")
                .description("CONNECT frames accepted").register(meters);
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

    void broadcast(List<Event> events) {
        for (Event event : events) {
            if (broadcasts.allows()) {
                LOG.atInfo().setMessage(line(event)).addKeyValue("topic", event.topic())
                        .addKeyValue("seq", event.seq()).addKeyValue("type", event.type())
                        .addKeyValue(CORRELATION_ID, event.correlationId())
                        .addKeyValue("unlogged", broadcasts.takeSuppressed()).log();
            }
        }
    }

    /** The lines that a coworking session has always had; others say what happened. */
    private static String line(Event event) {
        return switch (event.type()) {
            case "session.started", "session.opened" -> "[WS] Broadcast create for session";
            case "session.closed", "session.cancelled", "session.checked-out" ->
                "[WS] Broadcast delete for session";
            default -> event.type().startsWith("session.")
                    ? "[WS] Broadcast update for session"
                    : "[WS] Broadcast " + event.type();
        };
    }
}
