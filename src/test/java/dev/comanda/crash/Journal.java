package dev.comanda.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tills wanted and what they were told, on disk before the next step is taken: the one
 * witness that dies with nobody.
 */
final class Journal implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    Journal(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    /** A request before it is sent; the key is its name for good. */
    record Intent(String key, String path, String body) {

        boolean isSale() {
            return path.equals(Menu.ORDERS);
        }

        boolean isVoid() {
            return path.endsWith("/void");
        }

        /** Of a session. */
        boolean isOpening() {
            return path.equals(Menu.SESSIONS);
        }

        boolean isExtra() {
            return path.endsWith("/extras");
        }

        boolean isCheckout() {
            return path.endsWith("/checkout");
        }

        /** Whether an order comes of it. */
        boolean sells() {
            return isSale() || isCheckout();
        }

        /** The order or session that it changes. */
        String subject() {
            return path.substring(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1,
                    path.lastIndexOf('/'));
        }
    }

    /** How it ended. {@code body} as received; refusals leave nothing behind. */
    record Ending(boolean done, String body) {}

    /** An intent and its ending; null while nobody has heard of one. */
    record Entry(Intent intent, @Nullable Ending ending) {}

    void intend(Intent intent) {
        append("intent", intent.key(), intent.path(), intent.body());
    }

    void end(Intent intent, Ending ending) {
        append(ending.done() ? "done" : "refused", intent.key(), "", ending.body());
    }

    /** All of it in the order of the intents, read from the disk; the first ending counts. */
    Map<String, Entry> read() throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            List<String> part = List.of(line.split("\t", 4));
            String key = part.get(1);
            if (part.getFirst().equals("intent")) {
                entries.put(key, new Entry(new Intent(key, part.get(2), part.get(3)), null));
            } else {
                Ending ending = new Ending(part.getFirst().equals("done"), part.get(3));
                entries.computeIfPresent(key, (_, entry) -> entry.ending() == null
                        ? new Entry(entry.intent(), ending)
                        : entry);
            }
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private synchronized void append(String... parts) {
        try {
            ByteBuffer line = ByteBuffer.wrap((String.join("\t", parts) + "\n").getBytes(UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
