package dev.comanda.realtime;

import dev.comanda.outbox.Event;
import dev.comanda.outbox.EventListener;
import dev.comanda.outbox.EventTail;
import dev.comanda.outbox.Position;
import dev.comanda.websocket.SocketLoop;
import dev.comanda.websocket.SocketLoops;
import dev.comanda.websocket.WebSocketConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * From the tail of the log to this instance's sockets. The tail only hands over; each loop finds
 * its listeners and queues the bytes, so nobody waits for a screen.
 */
@Component
final class Broadcast implements EventListener {
    private final EventTail tail;
    private final SocketLog log;
    private final Map<SocketLoop, Audience> audiences;
    /** Of this instance, for what must be asked off the loops. */
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    Broadcast(EventTail tail, SocketLoops loops, SocketLog log) {
        this.tail = tail;
        this.log = log;
        this.audiences = loops.all().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> new Audience()));
        tail.listen(this);
    }

    /**
     * Lets a connection hear a topic from now on. Between the position that it is told and the
     * first event nothing is missing and nothing comes twice: the tail tells no event meanwhile,
     * and the loop does things in the order in which it was asked to.
     *
     * @param then after the position was queued, on the loop
     */
    void subscribe(WebSocketConnection connection, String topic, String subscription,
            Runnable then) {
        topics.add(topic);
        SocketLoop loop = connection.loop();
        tail.at(topic, position -> loop.execute(() -> {
            if (connection.isOpen()) {
                audience(loop).join(topic, subscription, connection);
                connection.send(MessageBatch.position(subscription, topic, position));
                then.run();
            }
        }));
    }

    /** On the connection's loop. */
    void unsubscribe(WebSocketConnection connection, String topic, String subscription) {
        audience(connection.loop()).leave(topic, subscription, connection);
    }

    @Override
    public void events(List<Event> events) {
        MessageBatch batch = new MessageBatch(events);
        onLoops(audience -> log.delivered(audience.send(batch)));
        log.broadcast(events);
    }

    @Override
    public void renewed() {
        for (String topic : topics) {
            Position position = tail.position(topic);
            onLoops(audience -> audience.reposition(topic, position));
        }
    }

    private void onLoops(Consumer<Audience> look) {
        audiences.forEach((loop, audience) -> loop.execute(() -> look.accept(audience)));
    }

    /** The listeners on a loop, to be looked at on it. */
    Audience audience(SocketLoop loop) {
        Audience own = audiences.get(loop);
        if (own == null) {
            throw new IllegalStateException("a loop of somebody else");
        }
        return own;
    }
}
