package dev.comanda.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames as they go over the wire, unmasked as a server's are, to be handed to any number of
 * sockets: nobody changes the bytes any more.
 */
public final class Outgoing {
    private static final int FIN = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    /** RFC 6455, 5.5. */
    static final int MAX_CONTROL = 125;

    private static final int SHORT = 0xFFFF;

    private final byte[] bytes;
    private final int messages;
    private final long nanos = System.nanoTime();

    private Outgoing(byte[] bytes, int messages) {
        this.bytes = bytes;
        this.messages = messages;
    }

    /** One or more whole frames. */
    byte[] bytes() {
        return bytes;
    }

    /** How many of them a receiver can fall behind with. */
    public int messages() {
        return messages;
    }

    /** When they were made, by {@link System#nanoTime}. */
    long nanos() {
        return nanos;
    }

    /** Text messages, one after the other in one piece; they count as messages. */
    public static Outgoing messages(List<byte[]> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        texts.forEach(text -> frame(bytes, TEXT, text));
        return new Outgoing(bytes.toByteArray(), texts.size());
    }

    /** A text message that nobody counts. */
    public static Outgoing text(byte[] text) {
        return control(TEXT, text);
    }

    static Outgoing ping() {
        return control(PING, new byte[0]);
    }

    static Outgoing pong(byte[] data) {
        return control(PONG, data);
    }

    /** The end; of the reason, ASCII, as much as a close frame holds. */
    static Outgoing close(int code, String reason) {
        byte[] why = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(why.length, MAX_CONTROL - 2);
        return control(CLOSE, ByteBuffer.allocate(2 + length).putShort((short) code)
                .put(why, 0, length).array());
    }

    private static Outgoing control(int opcode, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 4);
        frame(bytes, opcode, payload);
        return new Outgoing(bytes.toByteArray(), 0);
    }

    private static void frame(ByteArrayOutputStream bytes, int opcode, byte[] payload) {
        bytes.write(FIN | opcode);
        if (payload.length <= MAX_CONTROL) {
            bytes.write(payload.length);
        } else if (payload.length <= SHORT) {
            bytes.write(126);
            bytes.write(payload.length >>> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(127);
            bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
        }
        bytes.writeBytes(payload);
    }
}
