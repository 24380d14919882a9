package dev.comanda.realtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames as STOMP 1.2 has them and no more, from pieces of any size. Bounded, and
 * without a buffer between frames. A body is not read: the commands that have one are not for
 * clients here and are known by their head.
 */
final class StompReader {
    /** A token takes less than 1 KiB, and nothing else is long. */
    static final int MAX_HEAD = 8 * 1024;
    static final int MAX_HEADERS = 32;

    private static final Set<String> WITH_BODY = Set.of("SEND", "MESSAGE", "ERROR");
    /** They are older than the escapes. */
    private static final Set<String> UNESCAPED = Set.of("CONNECT", "STOMP");
    private static final byte[] NONE = {};

    private byte[] head = NONE;
    private int length;
    private int lineStart;
    private boolean carriageReturn;
    private @Nullable StompFrame awaitsEnd;

    /** Where frames go; nothing comes any more once one side has had enough. */
    interface Sink {

        /** Takes a frame; whether to read on. */
        boolean frame(StompFrame frame);

        void malformed(String why);
    }

    /** What came is not STOMP; never leaves this class. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why, null, false, false);
        }
    }

    void read(byte[] bytes, int from, int to, Sink sink) {
        try {
            boolean on = true;
            for (int i = from; i < to && on; i++) {
                on = take(bytes[i], sink);
            }
        } catch (Malformed refused) {
            sink.malformed(String.valueOf(refused.getMessage()));
        }
    }

    private boolean take(byte octet, Sink sink) throws Malformed {
        if (awaitsEnd != null) {
            return end(octet, awaitsEnd, sink);
        }
        if (octet == '\n') {
            return line(sink);
        }
        if (carriageReturn) {
            throw new Malformed("a carriage return without a line feed");
        }
        if (octet == '\r') {
            carriageReturn = true;
            return true;
        }
        if (octet == 0) {
            throw new Malformed("a frame ends before its empty line");
        }
        add(octet);
        return true;
    }

    private boolean end(byte octet, StompFrame frame, Sink sink) throws Malformed {
        if (octet != 0) {
            throw new Malformed(frame.command() + " has no body");
        }
        awaitsEnd = null;
        return sink.frame(frame);
    }

    private boolean line(Sink sink) throws Malformed {
        carriageReturn = false;
        if (length == 0) {
            return true; // between frames: a heart-beat
        }
        if (length > lineStart) {
            add((byte) '\n');
            lineStart = length;
            return true;
        }
        StompFrame frame = parse();
        head = NONE;
        length = 0;
        lineStart = 0;
        if (WITH_BODY.contains(frame.command())) {
            return sink.frame(frame);
        }
        if (!frame.header("content-length").orElse("0").equals("0")) {
            throw new Malformed(frame.command() + " has no body");
        }
        awaitsEnd = frame;
        return true;
    }

    private void add(byte octet) throws Malformed {
        if (length == MAX_HEAD) {
            throw new Malformed("a head of more than " + MAX_HEAD + " bytes");
        }
        if (length == head.length) {
            head = Arrays.copyOf(head, Math.min(MAX_HEAD, Math.max(256, 2 * length)));
        }
        head[length++] = octet;
    }

    private StompFrame parse() throws Malformed {
        String[] lines = text().split("\n", -1); // the last is empty
        if (lines.length - 2 > MAX_HEADERS) {
            throw new Malformed("more than " + MAX_HEADERS + " headers");
        }
        String command = lines[0];
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length - 1; i++) {
            String line = lines[i];
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new Malformed("a header without a name");
            }
            boolean escaped = !UNESCAPED.contains(command);
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1);
            headers.putIfAbsent(escaped ? unescape(name) : name,
                    escaped ? unescape(value) : value);
        }
        return new StompFrame(command, headers);
    }

    private String text() throws Malformed {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, length))
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new Malformed("not UTF-8");
        }
    }

    private static String unescape(String text) throws Malformed {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' ? unescaped(text, ++i) : c);
        }
        return plain.toString();
    }

    private static char unescaped(String text, int at) throws Malformed {
        return switch (at < text.length() ? text.charAt(at) : ' ') {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'c' -> ':';
            case '\\' -> '\\';
            default -> throw new Malformed("an escape that STOMP 1.2 does not have");
        };
    }
}
