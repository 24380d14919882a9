package dev.comanda.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Says that a folder is ours; the kernel takes it back however the JVM ends. */
record PostgresLock(FileChannel channel) implements AutoCloseable {

    static PostgresLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            taken = false; // this JVM itself
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            String holder = Files.readString(file).strip();
            throw new EmbeddedPostgresException("Otra Comanda (proceso " + holder
                    + ") ya usa los datos de " + file.getParent() + System.lineSeparator()
                    + "Another Comanda (process " + holder + ") already uses the data in "
                    + file.getParent() + "; stop it first, or give this one COMANDA_DATA");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
        return new PostgresLock(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
