package dev.comanda.realtime;

import dev.comanda.security.Caller;
import dev.comanda.security.TokenProof;
import dev.comanda.web.Addressee;
import dev.comanda.web.CorrelationId;
import dev.comanda.web.ProblemType;
import dev.comanda.websocket.CloseCode;
import dev.comanda.websocket.Outgoing;
import dev.comanda.websocket.WebSocketConnection;
import dev.comanda.websocket.WebSocketListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client on a socket: what it is told, and its end. {@link StompCommands} judges what it says.
 * What is asked of it from any thread is done on the connection's loop.
 */
final class StompSession implements WebSocketListener {
    static final String RETRY_AFTER = "retry-after-ms";

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Coming back costs a sign-in's look-up and a catch-up; so many a second are no storm. */
    private static final int RETURNS_PER_SECOND = 200;
    private static final int LONGEST_RETURN_MS = 30_000;

    private final StompSessions house;
    private final WebSocketConnection connection;
    private final Addressee client;
    private final String address;
    private final StompCommands commands;
    private final long opened;
    /** Topics by subscription id; on the loop. */
    private final Map<String, String> subscriptions = new HashMap<>(4);
    private @Nullable TokenProof admitted;
    private @Nullable Pulse pulse;

    StompSession(StompSessions house, WebSocketConnection connection, Addressee client,
            String address) {
        this.house = house;
        this.connection = connection;
        this.client = client;
        this.address = address;
        this.commands = new StompCommands(house, this);
        this.opened = connection.lastRead();
    }

    Addressee client() {
        return client;
    }

    String address() {
        return address;
    }

    @Override
    public void opened() {
        house.opened(this);
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
        commands.read(bytes, from, to);
    }

    /** Lets the client in, if its session has not too many already. */
    void welcome(TokenProof proof, HeartBeat beat) {
        onLoop(() -> {
            if (!house.admit(this, proof.caller())) {
                end(ProblemType.TOO_MANY_REQUESTS, CloseCode.TRY_AGAIN_LATER, Map.of(),
                        Map.of());
                return;
            }
            admitted = proof;
            pulse = new Pulse(beat, connection.lastRead());
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("version", "1.2");
            headers.put("heart-beat", HeartBeat.OWN + "," + HeartBeat.OWN);
            headers.put("session", CorrelationId.create());
            headers.put("server", "comanda");
            send("CONNECTED", headers);
        });
    }

    void subscribe(String id, String topic, Runnable then) {
        house.broadcast().subscribe(connection, topic, id, () -> {
            subscriptions.put(id, topic);
            then.run();
        });
    }

    void unsubscribe(String id) {
        onLoop(() -> {
            String topic = subscriptions.remove(id);
            if (topic != null) {
                house.broadcast().unsubscribe(connection, topic, id);
            }
        });
    }

    void receipt(String id) {
        onLoop(() -> send("RECEIPT", Map.of("receipt-id", id)));
    }

    void goodbye() {
        onLoop(() -> connection.close(CloseCode.NORMAL, ""));
    }

    /** An ERROR frame with the problem in it, and the end. */
    void refuse(ProblemType why, int code, Map<String, ?> members, Map<String, String> headers) {
        onLoop(() -> end(why, code, members, headers));
    }

    void signedOut() {
        onLoop(() -> end(ProblemType.UNAUTHENTICATED, CloseCode.POLICY_VIOLATION, Map.of(),
                Map.of()));
    }

    /** The server stops: each client is told another time to come back. */
    void leave(int clients) {
        onLoop(() -> goAway(clients));
    }

    /** As {@link #leave}, on the loop. */
    void goAway(int clients) {
        int most = Math.min(LONGEST_RETURN_MS, 1_000 + clients * 1_000 / RETURNS_PER_SECOND);
        int ms = ThreadLocalRandom.current().nextInt(most);
        end(ProblemType.SERVER_STOPPING, CloseCode.GOING_AWAY, Map.of(),
                Map.of(RETRY_AFTER, Integer.toString(ms)));
    }

    @Override
    public void tick(long now) {
        Pulse beating = pulse;
        TokenProof proof = admitted;
        if (beating == null || proof == null) {
            if (now - opened > CONNECT_NANOS) {
                end(ProblemType.FRAME_REFUSED, CloseCode.POLICY_VIOLATION,
                        Map.of("reason", "no CONNECT frame within 5 s"), Map.of());
            }
        } else if (house.hasExpired(proof)) {
            end(ProblemType.UNAUTHENTICATED, CloseCode.POLICY_VIOLATION, Map.of(), Map.of());
        } else {
            beating.tick(connection, now);
        }
    }

    @Override
    public void closed(int code) {
        subscriptions.forEach(
                (id, topic) -> house.broadcast().unsubscribe(connection, topic, id));
        subscriptions.clear();
        Caller caller = admitted == null ? null : admitted.caller();
        if (caller != null) {
            house.left(this, caller);
        }
        house.closed(this, code);
    }

    private void onLoop(Runnable task) {
        connection.loop().execute(() -> {
            if (connection.isOpen()) {
                task.run();
            }
        });
    }

    /** As {@link #refuse}, on the loop. */
    void end(ProblemType why, int code, Map<String, ?> members,
            Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("message", why.title(client));
        all.put("content-type", "application/problem+json");
        all.put(CorrelationId.HEADER, client.correlationId());
        all.putAll(headers);
        connection.send(Outgoing.text(
                StompFrame.bytes("ERROR", all, why.document(client, members))));
        connection.close(code, why.slug());
        house.log().refused(why.slug(), client);
    }

    private void send(String command, Map<String, String> headers) {
        connection.send(Outgoing.text(StompFrame.bytes(command, headers)));
    }
}
