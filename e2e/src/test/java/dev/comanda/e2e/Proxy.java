package dev.comanda.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The network between a browser and the server; what it does to each call, the test says. */
final class Proxy implements AutoCloseable {

    private static final int LARGEST = 1 << 20;
    private static final byte[] GATEWAY_PAGE = """
        HTTP/1.1 502 Bad Gateway\r
        Content-Type: text/html\r
        Content-Length: 15\r
        Connection: close\r
        \r
        <h1>Sorry!</h1>""".getBytes(ISO_8859_1);

    private final ServerSocket door;
    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Fault> faults = _ -> Fault.NONE;
    private final Map<String, UnaryOperator<String>> edits = new ConcurrentHashMap<>();

    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final Map<Wire.Does, Integer> frames = new ConcurrentSkipListMap<>();
    private volatile Supplier<Wire.Does> does = () -> Wire.Does.PASS;

    /** One call as it came in. */
    record Call(String method, String path, long nanoTime) {

        boolean isOrder() {
            return path.startsWith("/api/orders");
        }
    }

    Proxy(Server server) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void faults(Function<Call, Fault> chosen) {
        faults = chosen;
    }

    /** No network at all. */
    void cut() {
        faults(_ -> Fault.CUT_CALL);
    }

    /** The network is back. */
    void mend() {
        faults(_ -> Fault.NONE);
    }

    /** As if the server had another file at that path. */
    void edit(String path, UnaryOperator<String> body) {
        edits.put(path, body);
    }

    /** What becomes of each message that the server sends over a socket. */
    void frames(Supplier<Wire.Does> chosen) {
        does = chosen;
    }

    /** How many messages there were, by what became of them. */
    Map<Wire.Does, Integer> frameCounts() {
        return frames;
    }

    /** Every socket breaks. */
    void hangUp() {
        wires.forEach(Wire::cut);
    }

    /** All calls so far, in the order in which they came in. */
    List<Call> calls() {
        return calls;
    }

    /** Waits until whatever is still on its way has reached the server. */
    void drain() {
        threads.shutdown();
        try {
            door.close();
            for (int seconds = 0; !threads.awaitTermination(1, TimeUnit.SECONDS); seconds++) {
                if (seconds == 30) {
                    throw new IllegalStateException("calls that never end");
                }
                hangUp(); // what comes over a socket never ends
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object accept() throws IOException {
        while (!door.isClosed()) {
            Socket caller = door.accept();
            threads.submit(() -> serve(caller));
        }
        return door;
    }

    private Object serve(Socket caller) throws IOException {
        try (caller) {
            byte[] request = request(caller.getInputStream());
            if (request.length > 0) {
                String[] line = new String(request, ISO_8859_1).split(" ", 3);
                Call call = new Call(line[0], line[1], System.nanoTime());
                Fault fault = faults.apply(call); // before anybody can see that it came
                calls.add(call);
                if (call.path().equals("/ws") && fault == Fault.NONE) {
                    Wire wire = new Wire(caller, this::befall);
                    wires.add(wire);
                    wire.run(server, request);
                    return wire;
                }
                suffer(fault, call, request, caller);
            }
        }
        return caller;
    }

    private void suffer(Fault fault, Call call, byte[] request, Socket caller)
            throws IOException {
        OutputStream answer = caller.getOutputStream();
        switch (fault) {
            case NONE -> answer.write(answer(call, request));
            case DELAY -> {
                pause(Duration.ofMillis(200));
                answer.write(forward(request));
            }
            case CUT_CALL -> reset(caller);
            case DROP_ANSWER -> {
                forward(request);
                reset(caller);
            }
            case CUT_ANSWER -> {
                byte[] whole = forward(request);
                answer.write(whole, 0, whole.length * 2 / 3);
                answer.flush();
            }
            case HANG -> {
                forward(request);
                caller.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            case DUPLICATE -> {
                Future<byte[]> twin = threads.submit(() -> forward(request));
                answer.write(forward(request));
                twin.state(); // its answer is nobody's
            }
            case LATE -> {
                reset(caller);
                pause(Duration.ofMillis(700));
                forward(request);
            }
            case GATEWAY -> {
                forward(request);
                answer.write(GATEWAY_PAGE);
            }
        }
    }

    private Wire.Does befall() {
        Wire.Does chosen = does.get();
        frames.merge(chosen, 1, Integer::sum);
        return chosen;
    }

    private byte[] answer(Call call, byte[] request) throws IOException {
        UnaryOperator<String> edit = edits.get(call.path());
        if (edit == null) {
            return forward(request);
        }
        // with its body, also where the browser has the file as it was
        String whole = new String(forward(new String(request, ISO_8859_1)
                .replaceFirst("(?i)\r\nIf-None-Match: [^\r]*", "").getBytes(ISO_8859_1)), UTF_8);
        int end = whole.indexOf("\r\n\r\n") + 4;
        String body = edit.apply(whole.substring(end));
        return (whole.substring(0, end).replaceFirst("(?i)Content-Length: \\d+",
                "Content-Length: " + body.getBytes(UTF_8).length) + body).getBytes(UTF_8);
    }

    /** A connection of its own for each call, so that no call waits behind another. */
    private byte[] forward(byte[] request) throws IOException {
        try (Socket upstream = new Socket()) {
            upstream.connect(server);
            upstream.getOutputStream().write(request);
            return upstream.getInputStream().readAllBytes();
        }
    }

    /** Head and body, with {@code Connection: close}; empty where the caller sent nothing. */
    private static byte[] request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n") && head.length() < LARGEST) {
            int next = in.read();
            if (next < 0) {
                return new byte[0];
            }
            head.append((char) next);
        }
        String text = head.toString().replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
        int length = text.lines().filter(line -> line.regionMatches(true, 0, "Content-Length:", 0,
                15)).mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst()
                .orElse(0);
        byte[] body = in.readNBytes(length);
        byte[] whole = java.util.Arrays.copyOf(text.getBytes(ISO_8859_1),
                text.length() + body.length);
        System.arraycopy(body, 0, whole, text.length(), body.length);
        return whole;
    }

    private static void reset(Socket caller) throws IOException {
        caller.setSoLinger(true, 0);
        caller.close();
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
