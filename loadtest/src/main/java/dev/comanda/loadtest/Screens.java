package dev.comanda.loadtest;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Any number of screens on one thread, so that the machine is left to the server. */
final class Screens implements AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final int PATIENCE_SECONDS = 60;
    private static final int SMALLEST_WINDOW = 4096;

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final Thread thread = new Thread(this::work, "screens");
    private volatile boolean over;

    Screens() throws IOException {
        selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens so many more, a wave at a time, and waits until they are there. */
    void open(Audience audience, int count, int wave) throws Exception {
        for (int left = count; left > 0; left -= wave) {
            int now = Math.min(left, wave);
            CompletableFuture<Void> all = ask(() -> {
                CompletableFuture<Void> there = audience.expect(audience.ready().size() + now);
                for (int i = 0; i < now; i++) {
                    connect(audience);
                }
                return there;
            });
            try {
                all.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "only %d screens are open".formatted(audience.ready().size()), e);
            }
        }
    }

    /** Cuts them all without a word. */
    void cut(Audience audience) throws Exception {
        each(audience, this::forget);
    }

    /** All stop reading, or go on. */
    void freeze(Audience audience, boolean frozen) throws Exception {
        each(audience, screen -> screen.freeze(frozen));
    }

    private void each(Audience audience, Consumer<Screen> action) throws Exception {
        ask(() -> {
            List.copyOf(audience.ready()).forEach(action);
            return CompletableFuture.completedFuture(null);
        }).get();
    }

    private interface Asked<T> {

        CompletableFuture<T> now() throws IOException;
    }

    private <T> CompletableFuture<T> ask(Asked<T> asked) throws Exception {
        CompletableFuture<CompletableFuture<T>> begun = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                begun.complete(asked.now());
            } catch (IOException | RuntimeException e) {
                begun.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return begun.get();
    }

    private void connect(Audience audience) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (audience.small()) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALLEST_WINDOW);
            }
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            key.attach(new Screen(audience, channel, key, audience.events()));
            channel.connect(audience.server());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work() {
        try {
            while (!over) {
                selector.select(this::act);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void act(SelectionKey key) {
        Screen screen = (Screen) key.attachment();
        try {
            if (key.isConnectable()) {
                screen.connected();
            } else if (!screen.read(piece)) {
                end(screen, new EOFException("closed with " + screen.closeCode()));
            }
        } catch (IOException e) {
            end(screen, e);
        }
    }

    private void end(Screen screen, IOException why) {
        screen.audience().ended(screen, why);
        forget(screen);
    }

    private void forget(Screen screen) {
        screen.audience().ready().remove(screen);
        try {
            screen.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
    }
}
