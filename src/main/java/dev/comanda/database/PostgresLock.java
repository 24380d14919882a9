package dev.comanda.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says that a folder is ours; the kernel takes it back however the JVM ends. */
record PostgresLock(Path file, FileChannel channel) implements AutoCloseable {

    /**
     * Asked before the file is opened: POSIX gives a process's lock up as soon as that process
     * closes any descriptor of the file, so a second look from this JVM would silently unlock the
     * first.
     */
    private static final Set<Path> heldHere = ConcurrentHashMap.newKeySet();

    static PostgresLock take(Path file) throws IOException {
        if (!heldHere.add(file)) {
            throw refusal(file, Long.toString(ProcessHandle.current().pid()));
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock == null) {
                throw refusal(file, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
            return new PostgresLock(file, channel);
        } finally {
            if (lock == null) {
                heldHere.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            heldHere.remove(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgresException refusal(Path file, String holder) {
        return new EmbeddedPostgresException("Otra Comanda (proceso " + holder
                + ") ya usa los datos de " + file.getParent() + System.lineSeparator()
                + "Another Comanda (process " + holder + ") already uses the data in "
                + file.getParent() + "; stop it first, or give this one COMANDA_DATA");
    }
}
