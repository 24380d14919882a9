package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * HTTP from this JVM where wrk is missing: a blocking keep-alive socket per till. It takes more of
 * the machine than wrk, so its ratios are lower than the truth.
 */
final class Sockets implements Tills {

    private final URI server;
    private final String token;

    Sockets(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public String name() {
        return "HTTP from Java";
    }

    @Override
    public Measure sell(Run run, int tills, int seconds, long replayed) throws Exception {
        return Loop.run(run, tills, seconds, replayed, till -> new Line());
    }

    private final class Line implements Loop.Till {
        private @Nullable Socket socket;
        private InputStream in = InputStream.nullInputStream();

        @Override
        public boolean sell(Cart cart) throws IOException {
            Socket line = socket == null ? connect() : socket;
            byte[] body = cart.json().getBytes(StandardCharsets.UTF_8);
            line.getOutputStream().write("""
                POST /api/orders HTTP/1.1\r
                Host: %s\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Idempotency-Key: %s\r
                Content-Length: %d\r
                \r
                %s""".formatted(server.getAuthority(), token, cart.key(), body.length,
                    cart.json()).getBytes(StandardCharsets.UTF_8));
            return readStatus() == 201;
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

        @Override
        public void close() throws IOException {
            if (socket != null) {
                socket.close();
                socket = null;
            }
        }
    }
}
