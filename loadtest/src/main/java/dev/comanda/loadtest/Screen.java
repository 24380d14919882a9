package dev.comanda.loadtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket that shows nothing: it counts whole messages and does not look at what they say.
 * On the thread of its {@link Screens} only.
 */
final class Screen {

    private static final byte[] ACCEPTED = "HTTP/1.1 101".getBytes(StandardCharsets.US_ASCII);
    /** CR LF CR LF. */
    private static final int END_OF_HEAD = 0x0D0A0D0A;

    private final Audience audience;
    private final SocketChannel channel;
    private final SelectionKey key;
    private int headOctets;
    private int lastFour;
    private boolean upgraded;
    private int greetings;
    private int shown;
    /** Of the frame that is being read: octets of its head so far and to come, and its rest. */
    private int at;
    private int more;
    private int opcode;
    private long left;
    private boolean inPayload;
    private boolean isShort;
    private int closeCode;

    Screen(Audience audience, SocketChannel channel, SelectionKey key, int shown) {
        this.audience = audience;
        this.channel = channel;
        this.key = key;
        this.shown = shown;
        this.greetings = audience.wire().greetings();
    }

    Audience audience() {
        return audience;
    }

    /** As the server ended it; 0 where it did not say. */
    int closeCode() {
        return closeCode;
    }

    /** Stops reading, or goes on. */
    void freeze(boolean frozen) {
        key.interestOps(frozen ? 0 : SelectionKey.OP_READ);
    }

    void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        say(audience.wire().upgrade(audience.host()));
    }

    /** Reads once; false at the end. */
    boolean read(ByteBuffer piece) throws IOException {
        piece.clear();
        int length = channel.read(piece);
        piece.flip();
        while (piece.hasRemaining()) {
            if (!upgraded) {
                head(piece.get());
            } else if (inPayload) {
                payload(piece);
            } else {
                frameHead(piece.get() & 0xFF);
            }
        }
        return length >= 0;
    }

    void cut() throws IOException {
        channel.close();
    }

    private void head(byte octet) throws IOException {
        if (headOctets < ACCEPTED.length && octet != ACCEPTED[headOctets]) {
            throw new IOException(audience.wire() + ": refused with status " + (char) octet + "..");
        }
        headOctets++;
        lastFour = lastFour << 8 | octet;
        if (lastFour == END_OF_HEAD) {
            upgraded = true;
            byte[] greeting = audience.greeting();
            if (greeting.length > 0) {
                say(greeting);
            }
            if (greetings == 0) {
                audience.ready(this);
            }
        }
    }

    private void frameHead(int octet) throws IOException {
        switch (at++) {
            case 0 -> opcode = octet & 0x0F;
            case 1 -> {
                more = octet == 126 ? 2 : octet == 127 ? 8 : 0;
                left = more > 0 ? 0 : octet;
            }
            default -> {
                left = left << 8 | octet;
                more--;
            }
        }
        if (at >= 2 && more == 0) {
            at = 0;
            isShort = left <= 1;
            inPayload = left > 0;
            if (left == 0) {
                frame();
            }
        }
    }

    private void payload(ByteBuffer piece) throws IOException {
        if (opcode == Wire.CLOSE && piece.remaining() >= 2) {
            closeCode = piece.getShort(piece.position());
        }
        int taken = (int) Math.min(left, piece.remaining());
        piece.position(piece.position() + taken);
        left -= taken;
        if (left == 0) {
            inPayload = false;
            frame();
        }
    }

    /** A text of one character is a sign of life: STOMP's line feed, Engine.IO's ping. */
    private void frame() throws IOException {
        if (opcode == Wire.PING) {
            say(Wire.pong());
        } else if (opcode == Wire.TEXT && isShort) {
            if (audience.wire() == Wire.SOCKET_IO) {
                say(Wire.frames("3"));
            }
        } else if (opcode == Wire.TEXT && greetings > 0) {
            greetings--;
            if (greetings == 0) {
                audience.ready(this);
            }
        } else if (opcode == Wire.TEXT) {
            audience.shown(shown++);
        }
    }

    /** Little, and seldom: what the kernel does not take at once fails. */
    private void say(byte[] bytes) throws IOException {
        if (channel.write(ByteBuffer.wrap(bytes)) != bytes.length) {
            throw new IOException("the server does not listen");
        }
    }
}
