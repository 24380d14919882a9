package dev.comanda.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A screen on a wall: STOMP over the JDK's own WebSocket client, as plain as a page would. */
public final class Screen implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).build();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    /** What the server said, but for heart-beats. */
    public record Frame(String command, Map<String, String> headers, String body) {

        /** Reads one that is whole. */
        public static Frame parse(String text) {
            String[] headAndBody = text.split("\n\n", 2);
            String[] lines = headAndBody[0].split("\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
            String body = headAndBody[1];
            if (!body.endsWith("\0")) {
                throw new AssertionError("a frame without its end: " + text);
            }
            return new Frame(lines[0], headers, body.substring(0, body.length() - 1));
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** Slug of the problem in an ERROR frame. */
        public String problem() {
            return json().path("type").asString("").replace("/problems/", "");
        }
    }

    private Screen() {}

    /** Opens a socket on which nobody has said anything yet. */
    public static Screen open(int port) {
        Screen screen = new Screen();
        try {
            screen.socket = HTTP.newWebSocketBuilder().subprotocols("v12.stomp")
                    .connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), screen)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return screen;
    }

    /** Opens a socket and signs in on it. */
    public static Screen connect(int port, String token) {
        return connect(port, token, "0,10000");
    }

    /** As {@link #connect(int, String)}; whatever it promises, it has no heart-beats. */
    public static Screen connect(int port, String token, String heartBeat) {
        Screen screen = open(port);
        screen.say("CONNECT\naccept-version:1.2\nhost:cafe\nheart-beat:" + heartBeat
                + "\nAuthorization:Bearer " + token + "\n\n\0");
        Frame answer = screen.next();
        if (!answer.command().equals("CONNECTED")) {
            throw new AssertionError(answer);
        }
        return screen;
    }

    /** Sends a text message as it is. */
    public void say(String text) {
        socket().sendText(text, true).join();
    }

    /** Subscribes and returns the position that it is told first. */
    public JsonNode follow(String id, String topic) {
        say("SUBSCRIBE\nid:" + id + "\ndestination:/topic/" + topic + "\n\n\0");
        Frame position = next();
        if (!position.command().equals("MESSAGE")
                || !position.json().path("type").asString().equals("position")) {
            throw new AssertionError("first after SUBSCRIBE: " + position);
        }
        return position.json();
    }

    /** The next frame; fails where none comes. */
    public Frame next() {
        Frame frame = poll(PATIENCE_SECONDS * 1000);
        if (frame == null) {
            throw new AssertionError("nothing came; closed: " + closed);
        }
        return frame;
    }

    /** The next frame, or null where none comes in time. */
    public @Nullable Frame poll(long millis) {
        try {
            return frames.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How the server closed; waits for it. */
    public int closeCode() {
        try {
            return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (!text.equals("\n")) {
                frames.add(Frame.parse(text));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        if (error instanceof IOException) {
            closed.complete(1006);
        } else {
            closed.completeExceptionally(error);
        }
    }

    /** Leaves without a word, as a page that is closed. */
    @Override
    public void close() {
        socket().abort();
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }
}
