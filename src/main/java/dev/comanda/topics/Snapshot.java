package dev.comanda.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A topic's state and number as they are sent, plain and compressed; made once for all who asked
 * for it at the same time.
 */
final class Snapshot {

    private final byte[] json;
    private final byte[] gzip;

    private Snapshot(byte[] json, byte[] gzip) {
        this.json = json;
        this.gzip = gzip;
    }

    static Snapshot of(String json) {
        byte[] plain = json.getBytes(UTF_8);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return new Snapshot(plain, compressed.toByteArray());
    }

    /** Not to be changed: others send it too. */
    byte[] json() {
        return json;
    }

    /** Not to be changed: others send it too. */
    byte[] gzip() {
        return gzip;
    }
}
