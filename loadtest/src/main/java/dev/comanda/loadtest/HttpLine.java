package dev.comanda.loadtest;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A keep-alive connection of one client that waits for each answer. */
final class HttpLine {

    /** Servers let go of what is silent for 5 or 10 s. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final URI server;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private long lastUsed;

    HttpLine(URI server) {
        this.server = server;
    }

    /**
     * Posts and reads the answer to its end.
     *
     * @param headers each with its end of line
     * @return the status
     */
    int post(String path, String headers, byte[] body) throws IOException {
        if (socket != null && System.nanoTime() - lastUsed > SILENCE_NANOS) {
            close();
        }
        Socket line = socket == null ? connect() : socket;
        byte[] head = """
            POST %s HTTP/1.1\r
            Host: %s\r
            %sContent-Length: %d\r
            \r
            """.formatted(path, server.getAuthority(), headers, body.length)
                .getBytes(StandardCharsets.UTF_8);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        line.getOutputStream().write(request);
        int status = readStatus();
        lastUsed = System.nanoTime();
        return status;
    }

    private Socket connect() throws IOException {
        Socket line = new Socket(server.getHost(), server.getPort());
        line.setTcpNoDelay(true);
        line.setSoTimeout(30_000);
        in = new BufferedInputStream(line.getInputStream());
        socket = line;
        return line;
    }

    private int readStatus() throws IOException {
        int status = Integer.parseInt(readLine().split(" ")[1]);
        long length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
            last |= lower.startsWith("connection:") && lower.endsWith("close");
        }
        if (chunked) {
            do {
                length = Long.parseLong(readLine(), 16);
                in.skipNBytes(length);
                readLine();
            } while (length > 0);
        } else {
            in.skipNBytes(length);
        }
        if (last) {
            close();
        }
        return status;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
