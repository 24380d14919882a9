package dev.comanda.websocket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat tells of an upgraded connection, as its own WebSocket and HTTP/2 have it. Public
 * because Tomcat makes it; {@link WebSocketHandshake} is how one comes by it. Tomcat calls it from
 * one thread at a time.
 */
public final class WebSocketUpgrade implements InternalHttpUpgradeHandler, FrameReader.Sink {
    private static final int PIECE = 2048;
    /** A screen says some hundred bytes a minute; so much in a window is a fault or an attack. */
    static final int MAX_HEARD = 32 * 1024;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** What a peer may still say after it was told why this ends, so that it reads that. */
    private static final int MAX_UNHEARD = 256 * 1024;

    private final FrameReader reader = new FrameReader();
    private @Nullable SocketWrapperBase<?> socket;
    private @Nullable SocketLoop loop;
    private @Nullable Function<WebSocketConnection, WebSocketListener> opening;
    private @Nullable WebSocketConnection connection;
    private long window = System.nanoTime();
    private int heard;
    private boolean deaf;

    void prepare(SocketLoop chosen, Function<WebSocketConnection, WebSocketListener> listener) {
        loop = chosen;
        opening = listener;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        socket = wrapper;
    }

    @Override
    public void init(WebConnection unused) {
        if (socket == null || loop == null || opening == null) {
            throw new IllegalStateException("upgraded without a handshake");
        }
        WebSocketConnection opened = new WebSocketConnection(loop, socket, opening);
        connection = opened;
        loop.execute(opened::opened);
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        return switch (event) {
            case OPEN_READ -> read();
            case OPEN_WRITE -> SocketState.UPGRADED;
            case STOP, DISCONNECT, TIMEOUT, ERROR, CONNECT_FAIL -> gone();
        };
    }

    private SocketState read() {
        SocketWrapperBase<?> from = socket;
        if (from == null) {
            return gone();
        }
        byte[] piece = new byte[PIECE];
        try {
            int length = from.read(false, piece, 0, PIECE);
            while (length > 0 && heard <= MAX_UNHEARD) {
                hear(piece, length);
                length = from.read(false, piece, 0, PIECE);
            }
            // not read any more: the loop cuts it in a moment
            return length > 0 ? SocketState.SUSPENDED : SocketState.UPGRADED;
        } catch (IOException broken) {
            return gone();
        }
    }

    private void hear(byte[] piece, int length) {
        heard += length;
        if (deaf) {
            return;
        }
        long now = System.nanoTime();
        if (now - window > WINDOW_NANOS) {
            window = now;
            heard = length;
        }
        if (connection != null) {
            connection.heard();
        }
        if (heard > MAX_HEARD) {
            fail(CloseCode.POLICY_VIOLATION, "says too much");
        } else {
            int wrong = reader.read(piece, 0, length, this);
            if (wrong != 0) {
                fail(wrong, "not as RFC 6455 has it");
            }
        }
    }

    private void fail(int code, String reason) {
        deaf = true;
        onLoop(peer -> peer.close(code, reason));
    }

    private SocketState gone() {
        deaf = true;
        onLoop(WebSocketConnection::destroy);
        return SocketState.CLOSED;
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        WebSocketConnection peer = connection;
        if (peer != null && !deaf) {
            peer.listener().received(bytes, from, to);
        }
    }

    @Override
    public void ping(byte[] data) {
        Outgoing pong = Outgoing.pong(data);
        onLoop(peer -> peer.send(pong));
    }

    @Override
    public void pong() {
        // that something came is what counts
    }

    @Override
    public void close(int code) {
        deaf = true;
        onLoop(peer -> peer.peerClosed(code));
    }

    private void onLoop(Consumer<WebSocketConnection> what) {
        WebSocketConnection peer = connection;
        if (peer != null) {
            peer.loop().execute(() -> what.accept(peer));
        }
    }

    @Override
    public void destroy() {
        gone();
    }

    @Override
    public void timeoutAsync(long now) {
        // the loop keeps the time
    }

    @Override
    public void pause() {
        // the server's stop is announced to each peer before its connectors pause
    }

    @Override
    public void setSslSupport(@Nullable SSLSupport unused) {
        // whatever TLS there is, Tomcat has undone it
    }
}
