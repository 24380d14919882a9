package dev.comanda.realtime;

import dev.comanda.websocket.CloseCode;
import dev.comanda.websocket.Outgoing;
import dev.comanda.websocket.WebSocketConnection;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a connection alive and notices when the other side is not. Where the client gives no
 * heart-beats of its own, or few, WebSocket's pings ask it, which any client answers.
 */
final class Pulse {
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(25);
    /** A beat late by as much as it is long: a slow network, not a dead one. */
    private static final int PATIENCE = 2;
    private static final byte[] BEAT = {'\n'};

    private final long outgoingNanos;
    private final long silenceNanos;
    private final boolean pings;
    private long pinged;

    Pulse(HeartBeat beat, long now) {
        long incoming = TimeUnit.MILLISECONDS.toNanos(beat.incoming());
        pings = incoming == 0 || incoming > PING_NANOS;
        silenceNanos = PATIENCE * (pings ? PING_NANOS : incoming);
        outgoingNanos = TimeUnit.MILLISECONDS.toNanos(beat.outgoing());
        pinged = now;
    }

    void tick(WebSocketConnection connection, long now) {
        long silence = now - connection.lastRead();
        if (silence > silenceNanos) {
            connection.close(CloseCode.POLICY_VIOLATION, "no heart-beat");
            return;
        }
        if (pings && silence > PING_NANOS && now - pinged > PING_NANOS) {
            pinged = now;
            connection.ping();
        }
        if (outgoingNanos > 0 && now - connection.lastWrite() > early(connection)) {
            connection.send(Outgoing.text(BEAT));
        }
    }

    /** Between 60 and 85 % of what was promised: not all sockets at once after a broadcast. */
    private long early(WebSocketConnection connection) {
        int spread = Math.floorMod(System.identityHashCode(connection), 256);
        return outgoingNanos * (60 * 256 + 25 * spread) / (100 * 256);
    }
}
