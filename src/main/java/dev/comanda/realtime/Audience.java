package dev.comanda.realtime;

import dev.comanda.outbox.Position;
import dev.comanda.websocket.Outgoing;
import dev.comanda.websocket.WebSocketConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Who listens to what among the sockets of one loop; on that loop only. */
final class Audience {
    /** By topic, then by subscription id: each set gets the same bytes. */
    private final Map<String, Map<String, Set<WebSocketConnection>>> listeners = new HashMap<>();

    void join(String topic, String subscription, WebSocketConnection connection) {
        listeners.computeIfAbsent(topic, _ -> new HashMap<>())
                .computeIfAbsent(subscription, _ -> new HashSet<>()).add(connection);
    }

    void leave(String topic, String subscription, WebSocketConnection connection) {
        listeners.computeIfPresent(topic, (_, bySubscription) -> {
            bySubscription.computeIfPresent(subscription, (_, connections) -> {
                connections.remove(connection);
                return connections.isEmpty() ? null : connections;
            });
            return bySubscription.isEmpty() ? null : bySubscription;
        });
    }

    /** Queues the batch for all who listen to its topic; how many messages that makes. */
    long send(MessageBatch batch) {
        long deliveries = 0;
        for (var sameId : listeners.getOrDefault(batch.topic(), Map.of()).entrySet()) {
            Outgoing frames = batch.frames(sameId.getKey());
            sameId.getValue().forEach(connection -> connection.send(frames));
            deliveries += (long) frames.messages() * sameId.getValue().size();
        }
        return deliveries;
    }

    /** Tells all who listen to a topic where it is now. */
    void reposition(String topic, Position position) {
        listeners.getOrDefault(topic, Map.of()).forEach((subscription, connections) -> {
            Outgoing frame = MessageBatch.position(subscription, topic, position);
            connections.forEach(connection -> connection.send(frame));
        });
    }

    /** Every subscription: its topic and who has it. */
    void forEach(BiConsumer<String, WebSocketConnection> each) {
        listeners.forEach((topic, bySubscription) -> bySubscription.values()
                .forEach(all -> all.forEach(connection -> each.accept(topic, connection))));
    }
}
