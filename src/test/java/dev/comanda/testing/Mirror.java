package dev.comanda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a screen makes of a topic by the rules of docs/realtime.md, and nothing cleverer. */
public final class Mirror {

    private static final Map<String, String> LISTS = Map.of("coworking", "sessions", "orders",
            "orders", "catalog", "products");
    private static final int LAST_ORDERS = 100;

    private final String kind;
    /** By id: the order of the digest. */
    private final TreeMap<String, JsonNode> entities = new TreeMap<>();
    private volatile String epoch = "";
    private volatile long seq = -1;

    /** What came of a message. */
    public enum Step {
        APPLIED,
        KNOWN,
        HOLE,
        OTHER_EPOCH
    }

    /** @param topic location and name: {@code main.coworking} */
    public Mirror(String topic) {
        this.kind = topic.substring(topic.indexOf('.') + 1);
    }

    /** Shows a snapshot from now on, whatever was there. */
    public void take(JsonNode snapshot) {
        entities.clear();
        snapshot.path("data").path(list()).forEach(this::put);
        epoch = snapshot.path("epoch").asString();
        seq = snapshot.path("seq").asLong();
    }

    /** Applies the next event, and no other. */
    public Step apply(JsonNode event, String eventEpoch) {
        long number = event.path("seq").asLong();
        if (!eventEpoch.equals(epoch)) {
            return Step.OTHER_EPOCH;
        } else if (number <= seq) {
            return Step.KNOWN;
        } else if (number > seq + 1) {
            return Step.HOLE;
        }
        put(event.path("data"));
        seq = number;
        return Step.APPLIED;
    }

    private void put(JsonNode entity) {
        String id = entity.path("id").asString();
        if (belongs(entity)) {
            entities.put(id, entity);
        } else {
            entities.remove(id);
        }
        while (kind.equals("orders") && entities.size() > LAST_ORDERS) {
            entities.pollFirstEntry();
        }
    }

    private boolean belongs(JsonNode entity) {
        return switch (kind) {
            case "coworking" -> entity.path("status").asString().matches("active|awaiting-payment");
            case "catalog" -> entity.path("active").asBoolean();
            default -> true;
        };
    }

    /** One line for each entity, ordered by id. */
    public String lines() {
        StringBuilder lines = new StringBuilder();
        entities.forEach((id, entity) -> {
            lines.append(id).append(':').append(entity.path("version").asLong());
            if (entity.has("stock")) {
                lines.append(':').append(entity.path("stock").asString(""));
            }
            lines.append('\n');
        });
        return lines.toString();
    }

    public String digest() {
        return digest(lines());
    }

    public static String digest(String lines) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(lines.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String epoch() {
        return epoch;
    }

    /** The last number that is in it; -1: it has nothing yet. */
    public long seq() {
        return seq;
    }

    public @Nullable JsonNode entity(String id) {
        return entities.get(id);
    }

    public int size() {
        return entities.size();
    }

    private String list() {
        return LISTS.getOrDefault(kind, kind);
    }

    @Override
    public String toString() {
        return kind + " at " + epoch + "/" + seq + "\n" + lines();
    }
}
