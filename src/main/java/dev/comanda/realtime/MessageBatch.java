package dev.comanda.realtime;

import dev.comanda.outbox.Event;
import dev.comanda.outbox.Position;
import dev.comanda.websocket.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next events of one topic as MESSAGE frames. What they say is encoded once; in front of it
 * comes the subscription's id, once for all who chose the same, as those of one page do.
 */
final class MessageBatch {
    static final String DESTINATION = "/topic/";
    static final String CORRELATION_ID = "X-Correlation-Id";

    private final String topic;
    private final List<Event> events;
    private @Nullable List<byte[]> encoded;

    MessageBatch(List<Event> events) {
        this.topic = events.getFirst().topic();
        this.events = events;
    }

    String topic() {
        return topic;
    }

    /** The frames for all whose subscription has this id. */
    Outgoing frames(String subscription) {
        byte[] head = head(subscription);
        List<byte[]> messages = new ArrayList<>(events.size());
        for (byte[] rest : encoded()) {
            byte[] message = new byte[head.length + rest.length];
            System.arraycopy(head, 0, message, 0, head.length);
            System.arraycopy(rest, 0, message, head.length, rest.length);
            messages.add(message);
        }
        return Outgoing.messages(messages);
    }

    /** Where a subscription begins, or begins anew. */
    static Outgoing position(String subscription, String topic, Position position) {
        String body = "{\"type\":\"position\",\"seq\":" + position.seq() + ",\"epoch\":\""
                + position.epoch() + "\"}";
        StringBuilder head = new StringBuilder("MESSAGE\n");
        StompFrame.header(head, "subscription", subscription);
        common(head, topic, position.seq() + "-position");
        return Outgoing.text(
                StompFrame.ended(head, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] head(String subscription) {
        StringBuilder head = new StringBuilder("MESSAGE\n");
        StompFrame.header(head, "subscription", subscription);
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** By the first loop that has somebody to tell; never where nobody listens. */
    private synchronized List<byte[]> encoded() {
        List<byte[]> known = encoded;
        if (known == null) {
            known = events.stream().map(MessageBatch::encode).toList();
            encoded = known;
        }
        return known;
    }

    private static byte[] encode(Event event) {
        StringBuilder head = new StringBuilder(256);
        common(head, event.topic(), Long.toString(event.seq()));
        String correlationId = event.correlationId();
        if (correlationId != null) {
            StompFrame.header(head, CORRELATION_ID, correlationId);
        }
        return StompFrame.ended(head, event.frame().getBytes(StandardCharsets.UTF_8));
    }

    private static void common(StringBuilder head, String topic, String number) {
        StompFrame.header(head, "destination", DESTINATION + topic);
        StompFrame.header(head, "message-id", topic + "-" + number);
        StompFrame.header(head, "content-type", "application/json");
    }
}
