package dev.comanda.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One committed change, numbered. The only place that knows how it looks on the wire.
 *
 * @param topic         location and name: {@code main.coworking}
 * @param epoch         in which {@code seq} counts
 * @param seq           1, 2, 3 … without a hole, in the order of commit
 * @param type          what happened: {@code session.extra-added}
 * @param at            when it was written, by the database's clock
 * @param data          JSON of the entity's whole public state afterwards
 * @param correlationId of the request that did it, where there was one
 */
public record Event(String topic, String epoch, long seq, String type, Instant at, String data,
        @Nullable String correlationId) {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** As the database's rfc3339(). */
    private static final DateTimeFormatter MILLIS = DateTimeFormatter
            .ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Where it stands. */
    public Position position() {
        return new Position(epoch, seq);
    }

    /** As it stands in a list of one topic's events: seq, type, at, data. */
    public String json() {
        return "{" + members();
    }

    /** As it is sent alone, such as in a socket's frame: topic and epoch first. */
    public String frame() {
        return "{\"topic\":" + quoted(topic) + ",\"epoch\":" + quoted(epoch) + ',' + members();
    }

    private String members() {
        return "\"seq\":" + seq + ",\"type\":" + quoted(type) + ",\"at\":\"" + MILLIS.format(at)
                + "\",\"data\":" + data + '}';
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
