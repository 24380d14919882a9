package dev.comanda.websocket;

import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;

/**
 * What goes out over one socket. Never waits: what the peer does not take is queued, and a peer
 * that takes too little for too long is let go. All methods on the socket's loop.
 */
public final class WebSocketConnection {
    /** A screen is behind by so much, or by so long: it gets the present faster by coming back. */
    static final int MAX_QUEUED_BYTES = 256 * 1024;
    static final int MAX_QUEUED = 2_000;
    static final long MAX_QUEUED_NANOS = TimeUnit.SECONDS.toNanos(15);
    /** How long a peer may take to say that it has read the close frame. */
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int GATHERED = 32;
    private static final int SMALL = 2;

    private static final CompletionHandler<Long, WebSocketConnection> LATER = //
            new CompletionHandler<>() {

                @Override
                public void completed(Long bytes, WebSocketConnection connection) {
                    connection.loop.execute(connection::writtenLater);
                }

                @Override
                public void failed(Throwable cause, WebSocketConnection connection) {
                    connection.loop.execute(connection::destroy);
                }
            };

    private final SocketLoop loop;
    private final SocketWrapperBase<?> socket;
    private final KernelSocket kernel;
    private final WebSocketListener listener;
    private Deque<Outgoing> queue = new ArrayDeque<>(SMALL);
    private int queuedBytes;
    private int mostQueued;
    private int writing;
    private boolean announced;
    private boolean gone;
    private int closing;
    private long closingSince;
    private boolean peerClosed;
    private long lastWrite;
    private volatile long lastRead;

    WebSocketConnection(SocketLoop loop, SocketWrapperBase<?> socket,
            Function<WebSocketConnection, WebSocketListener> opening) {
        this.loop = loop;
        this.socket = socket;
        this.kernel = new KernelSocket(socket);
        this.lastWrite = loop.now();
        this.lastRead = lastWrite;
        this.listener = opening.apply(this);
    }

    /** Where everything here is to be called. */
    public SocketLoop loop() {
        return loop;
    }

    /** Who hears what the peer says. */
    public WebSocketListener listener() {
        return listener;
    }

    /** Queues frames; they are dropped once the socket is closing. */
    public void send(Outgoing frames) {
        if (!isOpen()) {
            return;
        }
        if (isFull() && writing == 0) {
            write(); // the loop is late, not the peer
        }
        if (isFull()) {
            abandon();
        } else {
            add(frames);
        }
    }

    private boolean isFull() {
        return queue.size() >= MAX_QUEUED || queuedBytes > MAX_QUEUED_BYTES;
    }

    /** Says why after all that is queued, and ends. */
    public void close(int code, String reason) {
        if (isOpen()) {
            closing = code;
            closingSince = loop.now();
            add(Outgoing.close(code, reason));
        }
    }

    /** Whether anything can still be sent. */
    public boolean isOpen() {
        return closing == 0 && !gone;
    }

    /** When something was last written, by the loop's time. */
    public long lastWrite() {
        return lastWrite;
    }

    /** When anything last came from the peer, by the loop's time; on any thread. */
    public long lastRead() {
        return lastRead;
    }

    void heard() {
        lastRead = loop.now();
    }

    /** Asks for a sign of life, which any peer gives. */
    public void ping() {
        send(Outgoing.ping());
    }

    /** How many messages the peer has not taken yet. */
    public int messagesBehind() {
        return queue.stream().mapToInt(Outgoing::messages).sum();
    }

    /** For how long the peer has not taken the oldest of what is queued; 0 where it has all. */
    public long nanosBehind(long now) {
        Outgoing oldest = queue.peek();
        return oldest == null ? 0 : Math.max(0, now - oldest.nanos());
    }

    /** What is not on its way is given back to the heap at once. */
    private void abandon() {
        Iterator<Outgoing> last = queue.descendingIterator();
        for (int waiting = queue.size() - writing; waiting > 0; waiting--) {
            queuedBytes -= last.next().bytes().length;
            last.remove();
        }
        close(CloseCode.TRY_AGAIN_LATER, "reads too slowly: come back and catch up");
    }

    private void add(Outgoing frames) {
        queue.add(frames);
        queuedBytes += frames.bytes().length;
        mostQueued = Math.max(mostQueued, queue.size());
        if (!announced && writing == 0) {
            announced = true;
            loop.writeSoon(this);
        }
    }

    void write() {
        announced = false;
        while (writing == 0 && !queue.isEmpty() && !gone) {
            ByteBuffer[] buffers = new ByteBuffer[Math.min(queue.size(), GATHERED)];
            Iterator<Outgoing> next = queue.iterator();
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = ByteBuffer.wrap(next.next().bytes());
            }
            writing = buffers.length;
            if (kernel.takesAll(buffers)) {
                written();
                continue;
            }
            CompletionState state = socket.write(BlockingMode.NON_BLOCK, -1, TimeUnit.MILLISECONDS,
                    this, SocketWrapperBase.COMPLETE_WRITE, LATER, buffers);
            if (state == CompletionState.INLINE) {
                written(); // otherwise LATER is told
            }
        }
        if (queue.isEmpty() && peerClosed) {
            destroy();
        }
    }

    private void writtenLater() {
        written();
        write();
    }

    private void written() {
        for (; writing > 0 && !queue.isEmpty(); writing--) {
            queuedBytes -= queue.remove().bytes().length;
        }
        lastWrite = loop.now();
        if (queue.isEmpty() && mostQueued > GATHERED) {
            queue = new ArrayDeque<>(SMALL); // it does not shrink
            mostQueued = 0;
        }
    }

    void opened() {
        if (!gone) {
            loop.opened(this);
            listener.opened();
        }
    }

    void peerClosed(int code) {
        peerClosed = true;
        if (isOpen()) {
            close(code, "");
        } else if (queue.isEmpty()) {
            destroy();
        }
    }

    void tick(long now) {
        if (closing != 0) {
            if (now - closingSince > CLOSING_NANOS) {
                destroy();
            }
        } else if (writing > 0 && nanosBehind(now) > MAX_QUEUED_NANOS) {
            abandon();
        } else {
            listener.tick(now);
        }
    }

    /** Ends it as it is: the peer is gone, or was given its time. */
    void destroy() {
        if (!gone) {
            gone = true;
            queue = new ArrayDeque<>(SMALL);
            loop.closed(this);
            socket.close();
            listener.closed(closing == 0 ? CloseCode.ABNORMAL : closing);
        }
    }
}
