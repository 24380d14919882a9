package dev.comanda.crash;

import dev.comanda.testing.Screen.Frame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket over a bad line: whatever breaks is an end, not a failure. */
final class Stomp implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final BlockingQueue<Optional<String>> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    private Stomp() {}

    /** Signs in and subscribes; empty where the line did not hold for that. */
    static Optional<Stomp> follow(HttpClient http, int port, String token, String topic) {
        Stomp stomp = new Stomp();
        try {
            WebSocket opened = http.newWebSocketBuilder().connectTimeout(PATIENCE)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), stomp)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            stomp.socket = opened;
            opened.sendText("CONNECT\naccept-version:1.2\nheart-beat:0,0\nAuthorization:Bearer "
                    + token + "\n\n\0", true).get(1, TimeUnit.SECONDS);
            opened.sendText("SUBSCRIBE\nid:0\ndestination:/topic/" + topic + "\n\n\0", true)
                    .get(1, TimeUnit.SECONDS);
            return Optional.of(stomp);
        } catch (ExecutionException | TimeoutException e) {
            stomp.close();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * The next message; empty at the end, or after a silence that cannot be told from it. Fails
     * where a whole one cannot be read: no bad line makes that.
     */
    Optional<Frame> next(Duration silence) {
        try {
            Optional<String> message = messages.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null || message.isEmpty()) {
                return Optional.empty();
            }
            Frame frame = Frame.parse(message.get());
            return switch (frame.command()) {
                case "MESSAGE" -> Optional.of(frame);
                case "CONNECTED" -> next(silence);
                default -> Optional.empty(); // ERROR: the server lets go
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String text = partial.toString();
            partial.setLength(0);
            if (!text.equals("\n")) {
                messages.add(Optional.of(text));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        messages.add(Optional.empty());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        messages.add(Optional.empty());
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
