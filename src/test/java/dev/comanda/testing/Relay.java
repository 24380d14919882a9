package dev.comanda.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A port of this machine that leads to another one, until it is closed: then it is as if nobody
 * had ever listened there. It may be opened again.
 */
public final class Relay implements AutoCloseable {

    private final IntSupplier target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int port;
    private ServerSocket listener;

    /** @param target the port behind, asked for each new connection */
    public Relay(IntSupplier target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** Listens again, on the same port. */
    public void open() {
        if (listener.isClosed()) {
            listener = listen(port);
        }
    }

    /** Stops listening and cuts what is connected. */
    public void cut() {
        closeQuietly(listener);
        drop();
    }

    /** Cuts what is connected, not who comes again meanwhile, and goes on listening. */
    public void drop() {
        List.copyOf(open).forEach(Relay::closeQuietly);
    }

    @Override
    public void close() {
        cut();
    }

    private ServerSocket listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                join(from.accept());
            } catch (IOException e) {
                closeQuietly(from);
            }
        }
    }

    @SuppressWarnings("resource") // closed by whichever end breaks off first
    private void join(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            copy(client, server);
            copy(server, client);
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private void copy(Socket from, Socket to) {
        open.add(from);
        Thread.ofVirtual().start(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // the other end is told by closing both
            } finally {
                open.remove(from);
                closeQuietly(from);
                closeQuietly(to);
            }
        });
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is gone, which is what was wanted
        }
    }
}
