package dev.comanda.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The screens of one server, and when each event was on the last of them. A screen is shown every
 * event once and in order, so its n-th message is the n-th event, and nothing is to be read.
 */
final class Audience {

    private static final int PATIENCE_SECONDS = 30;

    private final Wire wire;
    private final InetSocketAddress server;
    private final byte[] greeting;
    private final boolean small;
    private final Set<Screen> ready = new HashSet<>();
    private final Semaphore everywhere = new Semaphore(0);
    private CompletableFuture<Void> complete = new CompletableFuture<>();
    private int wanted;
    private int[] arrivals = new int[4096];
    private long[] lastNanos = new long[4096];
    private volatile int events;
    private volatile long deliveries;
    private volatile int ended;
    private volatile int closeCode;

    Audience(Wire wire, InetSocketAddress server, String token, boolean small) {
        this.wire = wire;
        this.server = server;
        this.small = small;
        this.greeting = wire.greeting(token);
    }

    Wire wire() {
        return wire;
    }

    InetSocketAddress server() {
        return server;
    }

    String host() {
        return server.getHostString() + ":" + server.getPort();
    }

    byte[] greeting() {
        return greeting;
    }

    /** Whether they let the kernel keep as little for them as it can. */
    boolean small() {
        return small;
    }

    /** From now on there shall be so many; done when there are. */
    CompletableFuture<Void> expect(int screens) {
        wanted = screens;
        complete = new CompletableFuture<>();
        return complete;
    }

    /** How many have been everywhere. */
    int events() {
        return events;
    }

    long deliveries() {
        return deliveries;
    }

    /** How many screens ended that were not to. */
    int ended() {
        return ended;
    }

    /** What the server said to the last that ended. */
    int closeCode() {
        return closeCode;
    }

    Set<Screen> ready() {
        return ready;
    }

    /** Gives a permit for each event that is on all screens. */
    Semaphore everywhere() {
        return everywhere;
    }

    /** Waits until so many more have been everywhere. */
    void await(int events) throws InterruptedException {
        if (!everywhere.tryAcquire(events, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "%d screens ended, the last with %d; %d are there and wait for an event"
                            .formatted(ended, closeCode, ready.size()));
        }
    }

    long lastNanos(int event) {
        return lastNanos[event];
    }

    void ready(Screen screen) {
        ready.add(screen);
        if (ready.size() == wanted) {
            complete.complete(null);
        }
    }

    void ended(Screen screen, IOException why) {
        if (ready.remove(screen)) {
            closeCode = screen.closeCode();
            ended++;
        } else {
            complete.completeExceptionally(why);
        }
    }

    void shown(int event) {
        deliveries++;
        if (event == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * event);
            lastNanos = Arrays.copyOf(lastNanos, 2 * event);
        }
        if (++arrivals[event] == wanted) {
            lastNanos[event] = System.nanoTime();
            events = event + 1;
            everywhere.release();
        }
    }
}
