package dev.comanda.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket through the {@link Proxy}. What the server says comes frame by frame, and not always
 * once, in order, or at all; what the browser says goes through as it is.
 */
final class Wire {

    private static final int UPGRADED = 101;
    private static final int TEXT = 0x81;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Socket browser;
    private final Socket server = new Socket();
    private final Supplier<Does> does;
    private byte @Nullable [] held;

    /** What becomes of a frame. */
    enum Does {
        PASS,
        DROP,
        TWICE,
        /** Comes after the next one. */
        LATER,
        DELAY,
        CUT
    }

    Wire(Socket browser, Supplier<Does> does) {
        this.browser = browser;
        this.does = does;
    }

    /** Until one of the two sides hangs up. */
    void run(InetSocketAddress address, byte[] request) throws IOException {
        try (server) {
            server.connect(address);
            server.getOutputStream().write(new String(request, ISO_8859_1)
                    .replaceFirst("\r\nConnection: close", "\r\nConnection: Upgrade")
                    .getBytes(ISO_8859_1));
            Thread up = Thread.startVirtualThread(this::up);
            down();
            up.interrupt();
        } finally {
            browser.close();
        }
    }

    void cut() {
        try {
            browser.setSoLinger(true, 0);
            browser.close();
            server.close();
        } catch (IOException e) {
            // it was closed already
        }
    }

    private void up() {
        try {
            browser.getInputStream().transferTo(server.getOutputStream());
            server.close();
        } catch (IOException e) {
            // the other side hung up
        }
    }

    private void down() throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        OutputStream out = browser.getOutputStream();
        byte[] head = head(in);
        out.write(head);
        if (!new String(head, ISO_8859_1).startsWith("HTTP/1.1 " + UPGRADED)) {
            in.transferTo(out);
            return;
        }
        try {
            for (;;) {
                pass(frame(in), out);
            }
        } catch (EOFException | SocketException e) {
            // one of the two hung up
        }
    }

    private void pass(byte[] frame, OutputStream out) throws IOException {
        boolean message = new String(frame, ISO_8859_1).contains("MESSAGE\n");
        switch ((frame[0] & 0xff) == TEXT && message ? does.get() : Does.PASS) {
            case PASS -> out.write(frame);
            case DROP -> {
            }
            case TWICE -> {
                out.write(frame);
                out.write(frame);
            }
            case LATER -> {
                if (held == null) {
                    held = frame;
                    return;
                }
                out.write(frame);
            }
            case DELAY -> {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                out.write(frame);
            }
            case CUT -> cut();
        }
        byte[] late = held;
        held = null;
        if (late != null) {
            out.write(late);
        }
    }

    private static byte[] head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toByteArray();
    }

    /** The server's frames are not masked. */
    private static byte[] frame(DataInputStream in) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(in.readByte());
        int length = in.readUnsignedByte();
        frame.write(length);
        byte[] more = in.readNBytes(length == TWO_BYTES ? 2 : length == EIGHT_BYTES ? 8 : 0);
        frame.writeBytes(more);
        int size = more.length == 0 ? length : 0;
        for (byte each : more) {
            size = size << 8 | each & 0xff;
        }
        frame.writeBytes(in.readNBytes(size));
        return frame.toByteArray();
    }
}
