package dev.comanda.realtime;

import dev.comanda.database.DatabaseUnavailableException;
import dev.comanda.security.BearerTokens;
import dev.comanda.security.Caller;
import dev.comanda.security.Permissions;
import dev.comanda.security.TokenProof;
import dev.comanda.web.ProblemType;
import dev.comanda.websocket.CloseCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say, frame by frame, on the container's threads: one at a time, and allowed to
 * wait for the database. Whatever is not STOMP 1.2, or not for clients here, ends the connection
 * with an ERROR frame, as the specification asks.
 */
final class StompCommands implements StompReader.Sink {
    static final int MAX_SUBSCRIPTIONS = 16;
    static final int MAX_ID = 64;

    private final StompSessions house;
    private final StompSession session;
    private final StompReader reader = new StompReader();
    private final Set<String> ids = new HashSet<>(4);
    private @Nullable Caller caller;
    private boolean over;

    StompCommands(StompSessions house, StompSession session) {
        this.house = house;
        this.session = session;
    }

    void read(byte[] bytes, int from, int to) {
        if (!over) {
            reader.read(bytes, from, to, this);
        }
    }

    @Override
    public void malformed(String why) {
        over = true;
        session.refuse(ProblemType.FRAME_REFUSED, CloseCode.PROTOCOL_ERROR,
                Map.of("reason", why), Map.of());
    }

    @Override
    public boolean frame(StompFrame frame) {
        Caller known = caller;
        switch (frame.command()) {
            case "CONNECT", "STOMP" -> connect(frame);
            case "SUBSCRIBE", "UNSUBSCRIBE", "DISCONNECT" -> {
                if (known == null) {
                    refuse(frame, "CONNECT comes first");
                } else {
                    connected(frame, known);
                }
            }
            case "SEND" ->
                refuse(frame, "nothing is sent here: what is to change is asked over HTTP");
            case "ACK", "NACK", "BEGIN", "COMMIT", "ABORT" -> refuse(frame,
                    "neither acknowledgements nor transactions: the log is read again instead");
            default -> refuse(frame, "not a command of a client");
        }
        return !over;
    }

    private void connected(StompFrame frame, Caller known) {
        switch (frame.command()) {
            case "SUBSCRIBE" -> subscribe(frame, known);
            case "UNSUBSCRIBE" -> unsubscribe(frame);
            default -> {
                over = true;
                frame.receipt().ifPresent(session::receipt);
                session.goodbye();
            }
        }
    }

    private void connect(StompFrame frame) {
        Optional<HeartBeat> beat = HeartBeat.negotiate(frame.header("heart-beat").orElse("0,0"));
        List<String> versions = List.of(frame.header("accept-version").orElse("1.0").split(","));
        if (caller != null) {
            refuse(frame, "CONNECT comes once: for a new token, a new connection");
        } else if (!versions.contains("1.2")) {
            refuse(frame, "accept-version must offer 1.2", Map.of("version", "1.2"));
        } else if (beat.isEmpty()) {
            refuse(frame, "heart-beat takes two numbers of milliseconds");
        } else {
            authenticate(frame, beat.get());
        }
    }

    private void authenticate(StompFrame frame, HeartBeat beat) {
        Optional<TokenProof> proof;
        try {
            proof = BearerTokens.inHeader(frame.headers().get("Authorization"))
                    .flatMap(house::proof);
        } catch (DatabaseUnavailableException e) {
            refuse(frame, ProblemType.DATABASE_UNAVAILABLE, CloseCode.TRY_AGAIN_LATER, Map.of(),
                    Map.of(StompSession.RETRY_AFTER,
                            Long.toString(1_000 * e.retryAfterSeconds())));
            return;
        }
        if (proof.isEmpty()) {
            refuse(frame, ProblemType.UNAUTHENTICATED, CloseCode.POLICY_VIOLATION, Map.of(),
                    Map.of());
        } else if (!Permissions.mayFollow(proof.get().caller())) {
            forbid(frame);
        } else {
            caller = proof.get().caller();
            session.welcome(proof.get(), beat);
        }
    }

    private void subscribe(StompFrame frame, Caller known) {
        String id = frame.header("id").orElse("");
        String destination = frame.header("destination").orElse("");
        String topic = destination.startsWith(MessageBatch.DESTINATION)
                ? destination.substring(MessageBatch.DESTINATION.length())
                : "";
        if (id.isEmpty() || id.length() > MAX_ID) {
            refuse(frame, "SUBSCRIBE needs an id of 1 to " + MAX_ID + " characters");
        } else if (!frame.header("ack").orElse("auto").equals("auto")) {
            refuse(frame, "ack must be auto: the log is read again instead");
        } else if (!Permissions.mayFollow(known, topic)) {
            forbid(frame);
        } else if (ids.size() == MAX_SUBSCRIPTIONS) {
            refuse(frame, "more than " + MAX_SUBSCRIPTIONS + " subscriptions");
        } else if (!ids.add(id)) {
            refuse(frame, "this subscription id is in use");
        } else {
            session.subscribe(id, topic,
                    () -> frame.receipt().ifPresent(session::receipt));
        }
    }

    /** Of one that is not there too: it was to be gone, and is. */
    private void unsubscribe(StompFrame frame) {
        String id = frame.header("id").orElse("");
        if (id.isEmpty()) {
            refuse(frame, "UNSUBSCRIBE needs an id");
            return;
        }
        if (ids.remove(id)) {
            session.unsubscribe(id);
        }
        frame.receipt().ifPresent(session::receipt);
    }

    private void forbid(StompFrame frame) {
        refuse(frame, ProblemType.FORBIDDEN, CloseCode.POLICY_VIOLATION, Map.of(), Map.of());
    }

    private void refuse(StompFrame frame, String reason) {
        refuse(frame, reason, Map.of());
    }

    private void refuse(StompFrame frame, String reason, Map<String, String> headers) {
        refuse(frame, ProblemType.FRAME_REFUSED, CloseCode.POLICY_VIOLATION,
                Map.of("reason", reason), headers);
    }

    private void refuse(StompFrame frame, ProblemType why, int code, Map<String, ?> members,
            Map<String, String> headers) {
        over = true;
        Map<String, String> all = new HashMap<>(headers);
        frame.receipt().ifPresent(receipt -> all.put("receipt-id", receipt));
        session.refuse(why, code, members, all);
    }
}
