package dev.comanda.websocket;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The loops of this instance: few threads, whatever the number of sockets. */
public final class SocketLoops implements AutoCloseable {
    private static final int MOST = 4;
    private static final Duration TICK = Duration.ofMillis(250);

    private final List<SocketLoop> loops;
    private final AtomicInteger next = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("sockets-clock").unstarted(task));

    /** Starts them; they go by the time that {@link System#nanoTime} tells, or a test. */
    public SocketLoops(LongSupplier nanos) {
        int count = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        loops = IntStream.range(0, count)
                .mapToObj(i -> new SocketLoop("sockets-" + i, nanos)).toList();
        every(TICK, SocketLoop::tick);
    }

    public List<SocketLoop> all() {
        return loops;
    }

    /** The loop of the next socket, in turns. */
    public SocketLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Does it on each loop again and again. */
    public void every(Duration pause, Consumer<SocketLoop> task) {
        var _ = clock.scheduleWithFixedDelay(
                () -> loops.forEach(loop -> loop.execute(() -> task.accept(loop))),
                pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Cuts what is still open and ends the threads. */
    @Override
    public void close() {
        clock.shutdown();
        loops.forEach(loop -> loop.execute(loop::stop));
    }
}
