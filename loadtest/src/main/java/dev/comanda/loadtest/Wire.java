package dev.comanda.loadtest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a screen says to be shown something, over WebSocket. Everything is said at once; then the
 * server's first so many messages are its side of the greeting, the rest are events.
 */
enum Wire {
    STOMP("/ws", 2) {

        @Override
        byte[] greeting(String token) {
            return frames("CONNECT\naccept-version:1.2\nhost:load\nAuthorization:Bearer " + token
                    + "\n\n\0", "SUBSCRIBE\nid:0\ndestination:/topic/main.orders\n\n\0");
        }
    },
    WS("/", 0) {

        @Override
        byte[] greeting(String token) {
            return new byte[0];
        }
    },
    /** Engine.IO's opening, then the namespace's; "3" answers each of its "2", a ping. */
    SOCKET_IO("/socket.io/?EIO=4&transport=websocket", 2) {

        @Override
        byte[] greeting(String token) {
            return frames("40");
        }
    };

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final String path;
    private final int greetings;

    Wire(String path, int greetings) {
        this.path = path;
        this.greetings = greetings;
    }

    abstract byte[] greeting(String token);

    int greetings() {
        return greetings;
    }

    byte[] upgrade(String host) {
        return """
            GET %s HTTP/1.1\r
            Host: %s\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: bG9hZC1vZi1zY3JlZW5zIQ==\r
            \r
            """.formatted(path, host).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] pong() {
        return frame(PONG, new byte[0]);
    }

    static byte[] frames(String... texts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String text : texts) {
            all.writeBytes(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
        }
        return all.toByteArray();
    }

    /** Masked, as a client must, with zeros. */
    private static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 8);
        frame.write(0x80 | opcode);
        if (payload.length <= 125) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >>> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
