package dev.comanda.realtime;

import dev.comanda.websocket.SocketLoop;
import dev.comanda.websocket.SocketLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * How many screens follow what on this instance, and how far behind the log the slowest is, looked
 * at once a second. By kind of topic, whatever the number of locations.
 */
@Component
class Presence {
    private static final List<String> KINDS = List.of("coworking", "orders", "catalog");
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Map<SocketLoop, Map<String, Seen>> seen = new ConcurrentHashMap<>();

    /** What one loop knows of one kind of topic. */
    private record Seen(int screens, int behind, int messages, double seconds) {
        static final Seen NOBODY = new Seen(0, 0, 0, 0);

        Seen and(int messagesBehind, double secondsBehind) {
            return new Seen(screens + 1, behind + (messagesBehind > 0 ? 1 : 0),
                    Math.max(messages, messagesBehind), Math.max(seconds, secondsBehind));
        }
    }

    Presence(SocketLoops loops, Broadcast broadcast, SocketLimits limits, MeterRegistry meters) {
        loops.every(LOOK, loop -> seen.put(loop, look(broadcast.audience(loop))));
        Gauge.builder("comanda.sockets", limits, SocketLimits::open)
                .description("open sockets").register(meters);
        Gauge.builder("comanda.sockets.backlog", loops,
                all -> all.all().stream().mapToInt(SocketLoop::backlog).max().orElse(0))
                .description("tasks that wait for the busiest loop").register(meters);
        for (String kind : KINDS) {
            gauge(meters, "comanda.screens", kind, "subscriptions", Seen::screens, false);
            gauge(meters, "comanda.screens.behind", kind,
                    "subscriptions with messages that were not taken yet", Seen::behind, false);
            gauge(meters, "comanda.screens.lag.messages", kind,
                    "how many the slowest has not taken", Seen::messages, true);
            gauge(meters, "comanda.screens.lag.seconds", kind,
                    "for how long the slowest has not taken its oldest", Seen::seconds, true);
        }
    }

    private void gauge(MeterRegistry meters, String name, String kind, String description,
            ToDoubleFunction<Seen> value, boolean worst) {
        Gauge.builder(name, () -> {
            var values = seen.values().stream().map(all -> all.getOrDefault(kind, Seen.NOBODY))
                    .mapToDouble(value);
            return worst ? values.max().orElse(0) : values.sum();
        }).tag("topic", kind).description(description).register(meters);
    }

    private static Map<String, Seen> look(Audience audience) {
        Map<String, Seen> kinds = new HashMap<>();
        long now = System.nanoTime();
        audience.forEach((topic, connection) -> {
            int messages = connection.messagesBehind();
            double seconds = messages == 0 ? 0 : connection.nanosBehind(now) / 1e9;
            kinds.merge(topic.substring(topic.indexOf('.') + 1),
                    Seen.NOBODY.and(messages, seconds),
                    (known, _) -> known.and(messages, seconds));
        });
        return kinds;
    }
}
