package dev.comanda.realtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One frame of STOMP 1.2 without a body, which is all that a client here may send.
 *
 * @param command as it stands there
 * @param headers unescaped; of a repeated one the first
 * @see <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP 1.2</a>
 */
record StompFrame(String command, Map<String, String> headers) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What a client that asked for it is told when the frame was done. */
    Optional<String> receipt() {
        return header("receipt");
    }

    /** A server's frame as it goes over the wire. */
    static byte[] bytes(String command, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(command).append('\n');
        headers.forEach((name, value) -> header(head, name, value));
        return ended(head, body);
    }

    static byte[] bytes(String command, Map<String, String> headers) {
        return bytes(command, headers, new byte[0]);
    }

    static void header(StringBuilder head, String name, String value) {
        escape(head, name);
        head.append(':');
        escape(head, value);
        head.append('\n');
    }

    /** Closes the headers and adds the body with its length. */
    static byte[] ended(StringBuilder head, byte[] body) {
        if (body.length > 0) {
            head.append("content-length:").append(body.length).append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + body.length + 2);
        bytes.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        bytes.write(0);
        return bytes.toByteArray();
    }

    private static void escape(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case ':' -> to.append("\\c");
                case '\\' -> to.append("\\\\");
                default -> to.append(c);
            }
        }
    }
}
