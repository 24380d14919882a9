package dev.comanda.websocket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One thread that owns many sockets: what is sent to them and what is known of them is touched by
 * it alone, so nothing is locked. What is queued for a socket is written after the tasks that were
 * waiting at that moment: under load several of them share a write.
 */
public final class SocketLoop implements Executor {
    private final ThreadPoolExecutor thread;
    private final Set<WebSocketConnection> open = new HashSet<>();
    private List<WebSocketConnection> unwritten = new ArrayList<>();
    private boolean writeComes;

    private final LongSupplier nanos;

    SocketLoop(String name, LongSupplier nanos) {
        this.nanos = nanos;
        // a task that fails ends its thread, which says so; the next task gets a new one
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform().daemon().name(name).unstarted(task),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Does it on the loop, after all that was asked for before; nothing once it is stopped. */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** The time that the loop goes by, as {@link System#nanoTime}. */
    long now() {
        return nanos.getAsLong();
    }

    /** How many tasks wait. */
    public int backlog() {
        return thread.getQueue().size();
    }

    void opened(WebSocketConnection connection) {
        open.add(connection);
    }

    void closed(WebSocketConnection connection) {
        open.remove(connection);
    }

    void writeSoon(WebSocketConnection connection) {
        unwritten.add(connection);
        if (!writeComes) {
            writeComes = true;
            execute(this::write);
        }
    }

    private void write() {
        writeComes = false;
        List<WebSocketConnection> due = unwritten;
        unwritten = new ArrayList<>();
        due.forEach(WebSocketConnection::write);
    }

    void tick() {
        long now = now();
        List.copyOf(open).forEach(connection -> connection.tick(now));
    }

    void stop() {
        List.copyOf(open).forEach(WebSocketConnection::destroy);
        thread.shutdown();
    }
}
