package dev.comanda.realtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that keeps to nothing. */
final class RawSocket implements AutoCloseable {

    private final Socket socket;

    private RawSocket(Socket socket) {
        this.socket = socket;
    }

    /** Asks for a socket with these headers, each ended by CR LF; what was answered. */
    static String handshake(int port, String headers) {
        return request(port, """
            GET /ws HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Connection: keep-alive, Upgrade\r
            Upgrade: WebSocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            %s\r
            """.formatted(port, headers));
    }

    static String request(int port, String text) {
        try (RawSocket raw = open(port, 0)) {
            raw.send(text.getBytes(StandardCharsets.US_ASCII));
            return raw.answer();
        }
    }

    /** An open socket on which nothing was said yet. */
    static RawSocket connected(int port, int receiveBuffer) {
        RawSocket raw = open(port, receiveBuffer);
        raw.send("""
            GET /ws HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """.formatted(port).getBytes(StandardCharsets.US_ASCII));
        String answer = raw.head();
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(answer);
        }
        return raw;
    }

    private static RawSocket open(int port, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.setSoTimeout(20_000);
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes as they are; false where the server has closed already. */
    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Sends a text frame, masked by zeros. */
    boolean say(String text) {
        return send(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] frame(int first, byte[] payload) {
        byte[] frame = new byte[payload.length + (payload.length < 126 ? 6 : 8)];
        frame[0] = (byte) first;
        if (payload.length < 126) {
            frame[1] = (byte) (0x80 | payload.length);
        } else {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (payload.length >>> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        return frame;
    }

    /** Everything until the server closes, or a frame's first byte where it does not. */
    String rest() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException reset) {
            return "";
        }
    }

    private String head() {
        try {
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    break;
                }
                head.append((char) octet);
            }
            return head.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer over HTTP, its body included where its length is told. */
    private String answer() {
        String head = head();
        Matcher length = Pattern
                .compile("(?i)content-length: (\\d+)").matcher(head);
        try {
            return length.find()
                    ? head + new String(socket.getInputStream()
                            .readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                    : head;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
