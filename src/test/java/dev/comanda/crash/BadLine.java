package dev.comanda.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The network between screens and servers on a bad day: connections that are slow, that break at
 * any octet, and that are silent for seconds before they are gone, which is what a half-open one
 * looks like from either end.
 */
final class BadLine implements AutoCloseable {

    private static final int PIECE = 1024;
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final ServerSocket listener;
    private final IntSupplier target;
    private final Random random;
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger silenced = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean good;

    /** What one connection is like: after how many octets it ends, how, and how slow it is. */
    private record Fate(long octets, boolean silent, int delayMs) {}

    /** @param target the port behind, asked for each connection */
    BadLine(IntSupplier target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("bad-line").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on new connections are whole and none is slow; those that are to end still do. */
    void mend() {
        good = true;
    }

    @Override
    public String toString() {
        return opened + " connections, " + cut + " cut, " + silenced + " left half-open";
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                opened.incrementAndGet();
                Fate fate = fate();
                Thread.ofVirtual().start(() -> join(client, fate));
            } catch (IOException closed) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private Fate fate() {
        int kind = random.nextInt(10);
        long octets = (long) (Math.exp(random.nextDouble() * 9) * 40); // 40 to 300 000
        int delayMs = random.nextInt(3) == 0 ? random.nextInt(80) : 0;
        return good || kind < 2
                ? new Fate(Long.MAX_VALUE, false, delayMs)
                : new Fate(octets, kind < 5, delayMs);
    }

    @SuppressWarnings("resource") // closed by whichever direction ends first
    private void join(Socket client, Fate fate) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> copy(client, server, fate));
            copy(server, client, fate);
        } catch (IOException nobodyListens) {
            end(client);
        }
    }

    private void copy(Socket from, Socket to, Fate fate) {
        byte[] piece = new byte[PIECE];
        long left = fate.octets();
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n > 0; n = in.read(piece)) {
                LockSupport.parkNanos(good ? 0 : fate.delayMs() * 1_000_000L);
                out.write(piece, 0, (int) Math.min(n, left));
                left -= n;
                if (left <= 0) {
                    (fate.silent() ? silenced : cut).incrementAndGet();
                    LockSupport.parkNanos(fate.silent() ? SILENCE.toNanos() : 0);
                    break;
                }
            }
        } catch (IOException broken) {
            // told to the other end by closing both
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // which is what was wanted
        }
    }
}
