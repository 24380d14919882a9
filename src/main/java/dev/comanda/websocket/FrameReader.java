package dev.comanda.websocket;

/**
 * Reads a client's frames as RFC 6455 has them and no more, from pieces of any size. Keeps no
 * message: what has come of one is passed on at once.
 */
final class FrameReader {
    /** What a client of ours sends fits many times; a message may have several frames. */
    static final int MAX_PAYLOAD = 16 * 1024;

    private static final int MASK_LENGTH = 4;

    private final byte[] head = new byte[14];
    private int headLength;
    private boolean inPayload;
    private boolean inMessage;
    private int left;
    private int masked;
    private byte[] control = NONE;
    private int controlLength;

    private static final byte[] NONE = {};

    /** Where what was read goes. */
    interface Sink {

        /** The next bytes of the messages, text or binary, whose borders mean nothing. */
        void data(byte[] bytes, int from, int to);

        void ping(byte[] data);

        void pong();

        /** The peer ends it; {@link CloseCode#NORMAL} where it did not say why. */
        void close(int code);
    }

    /**
     * Reads on; unmasks in place.
     *
     * @return the code to end the connection with, or 0 to go on
     */
    int read(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        int wrong = 0;
        while (at < to && wrong == 0) {
            if (inPayload) {
                int length = Math.min(left, to - at);
                payload(bytes, at, at + length, sink);
                at += length;
                wrong = left == 0 ? end(sink) : 0;
            } else {
                head[headLength++] = bytes[at++];
                wrong = head(sink);
            }
        }
        return wrong;
    }

    private int head(Sink sink) {
        if (headLength < 2) {
            return 0;
        }
        int opcode = head[0] & 0x0F;
        boolean last = head[0] < 0;
        int announced = head[1] & 0x7F;
        if (headLength == 2 && !holds(opcode, last, announced)) {
            return CloseCode.PROTOCOL_ERROR;
        }
        int lengthBytes = announced == 126 ? 2 : announced == 127 ? 8 : 0;
        if (headLength < 2 + lengthBytes + MASK_LENGTH) {
            return 0;
        }
        long length = announced;
        if (lengthBytes > 0) {
            length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (head[2 + i] & 0xFF);
            }
        }
        if (length < 0 || length > MAX_PAYLOAD) {
            return CloseCode.TOO_BIG;
        }
        left = (int) length;
        masked = 0;
        inPayload = true;
        if (isControl(opcode)) {
            control = left == 0 ? NONE : new byte[left];
            controlLength = 0;
        } else {
            inMessage = !last;
        }
        return left == 0 ? end(sink) : 0;
    }

    /** By the first two bytes: nothing reserved, masked, controls short and whole, in turn. */
    private boolean holds(int opcode, boolean last, int announced) {
        boolean reserved = (head[0] & 0x70) != 0 || opcode > Outgoing.PONG
                || (opcode > Outgoing.BINARY && opcode < Outgoing.CLOSE);
        boolean mask = head[1] < 0;
        boolean inTurn = isControl(opcode)
                ? last && announced <= Outgoing.MAX_CONTROL
                : inMessage == (opcode == Outgoing.CONTINUATION);
        return !reserved && mask && inTurn;
    }

    private void payload(byte[] bytes, int from, int to, Sink sink) {
        int key = headLength - MASK_LENGTH;
        for (int i = from; i < to; i++) {
            bytes[i] ^= head[key + (masked++ & 3)];
        }
        left -= to - from;
        if (isControl(head[0] & 0x0F)) {
            System.arraycopy(bytes, from, control, controlLength, to - from);
            controlLength += to - from;
        } else {
            sink.data(bytes, from, to);
        }
    }

    private int end(Sink sink) {
        inPayload = false;
        headLength = 0;
        return switch (head[0] & 0x0F) {
            case Outgoing.PING -> {
                sink.ping(control);
                yield 0;
            }
            case Outgoing.PONG -> {
                sink.pong();
                yield 0;
            }
            case Outgoing.CLOSE -> close(sink);
            default -> 0;
        };
    }

    private int close(Sink sink) {
        if (control.length == 0) {
            sink.close(CloseCode.NORMAL);
            return 0;
        }
        int code = control.length == 1 ? 0 : ((control[0] & 0xFF) << 8) | (control[1] & 0xFF);
        if (!CloseCode.sendable(code)) {
            return CloseCode.PROTOCOL_ERROR;
        }
        sink.close(code);
        return 0;
    }

    private static boolean isControl(int opcode) {
        return opcode >= Outgoing.CLOSE;
    }
}
