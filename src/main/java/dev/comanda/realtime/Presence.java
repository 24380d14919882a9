package dev.comanda.realtime;

import dev.comanda.websocket.SocketLoop;
import dev.comanda.websocket.SocketLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * How many screens follow what on this instance, and how far behind the log each is, looked at once
 * a second. Sums are by kind of topic, whatever the number of locations; of those that are late,
 * the latest are named.
 */
@Component
class Presence {
    private static final List<String> KINDS = List.of("coworking", "orders", "catalog");
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int NAMED = 20;
    /** What a loop is about to write is not late. */
    private static final double LATE_SECONDS = 0.1;

    private final Map<SocketLoop, Look> seen = new ConcurrentHashMap<>();
    private final MultiGauge named;

    /** What one loop knows, by kind of topic. */
    private record Look(Map<String, Seen> kinds, List<Late> late) {}

    /** @param connection the correlation id of its handshake: the log has who that is */
    private record Late(String topic, String connection, double seconds) {}

    /** What one loop knows of one kind of topic. */
    private record Seen(int screens, int behind, int messages, double seconds) {
        static final Seen NOBODY = new Seen(0, 0, 0, 0);

        Seen and(int messagesBehind, double secondsBehind) {
            return new Seen(screens + 1, behind + (messagesBehind > 0 ? 1 : 0),
                    Math.max(messages, messagesBehind), Math.max(seconds, secondsBehind));
        }
    }

    Presence(SocketLoops loops, Broadcast broadcast, SocketLimits limits, MeterRegistry meters) {
        named = MultiGauge.builder("comanda.screen.lag.seconds")
                .description("for how long a late screen has not taken its oldest message")
                .register(meters);
        loops.every(LOOK, loop -> {
            seen.put(loop, look(broadcast.audience(loop)));
            nameTheLate();
        });
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
            var values = seen.values().stream()
                    .map(look -> look.kinds.getOrDefault(kind, Seen.NOBODY))
                    .mapToDouble(value);
            return worst ? values.max().orElse(0) : values.sum();
        }).tag("topic", kind).description(description).register(meters);
    }

    private synchronized void nameTheLate() {
        named.register(seen.values().stream().flatMap(look -> look.late.stream())
                .sorted(Comparator.comparingDouble(Late::seconds).reversed()).limit(NAMED)
                .map(late -> MultiGauge.Row.of(
                        Tags.of("topic", late.topic, "connection", late.connection),
                        late.seconds))
                .collect(Collectors.toList()), true);
    }

    private static Look look(Audience audience) {
        Map<String, Seen> kinds = new HashMap<>();
        List<Late> late = new ArrayList<>();
        long now = System.nanoTime();
        audience.forEach((topic, connection) -> {
            int messages = connection.messagesBehind();
            double seconds = messages == 0 ? 0 : connection.nanosBehind(now) / 1e9;
            kinds.merge(topic.substring(topic.indexOf('.') + 1),
                    Seen.NOBODY.and(messages, seconds),
                    (known, _) -> known.and(messages, seconds));
            if (seconds > LATE_SECONDS && connection.listener() instanceof StompSession screen) {
                late.add(new Late(topic, screen.client().correlationId(), seconds));
            }
        });
        return new Look(kinds, late);
    }
}
