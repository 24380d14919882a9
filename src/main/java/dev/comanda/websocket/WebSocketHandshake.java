package dev.comanda.websocket;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The opening handshake, RFC 6455, 4.2; without extensions, so frames are the same for all. */
public final class WebSocketHandshake {
    public static final String VERSION = "Sec-WebSocket-Version";
    public static final String VERSION_HERE = "13";

    private static final String KEY = "Sec-WebSocket-Key";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    /** RFC 6455, 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketHandshake() {}

    /** Whether the request asks to become a socket, and in the way that is understood here. */
    public static boolean isAsked(HttpServletRequest request) {
        return "HTTP/1.1".equals(request.getProtocol())
                && tokens(request, HttpHeaders.UPGRADE).anyMatch("websocket"::equals)
                && tokens(request, HttpHeaders.CONNECTION).anyMatch("upgrade"::equals)
                && VERSION_HERE.equals(request.getHeader(VERSION))
                && isKey(request.getHeader(KEY));
    }

    /**
     * Answers 101; the conversation begins when the request is over.
     *
     * @param protocols of those that the client names, the first that stands here is spoken
     * @param opening   makes the listener, before anything is received
     */
    public static void accept(HttpServletRequest request, HttpServletResponse response,
            List<String> protocols, SocketLoop loop,
            Function<WebSocketConnection, WebSocketListener> opening)
            throws IOException, ServletException {
        response.setHeader(HttpHeaders.UPGRADE, "websocket");
        response.setHeader(HttpHeaders.CONNECTION, "upgrade");
        response.setHeader("Sec-WebSocket-Accept", accepted(request.getHeader(KEY)));
        tokens(request, PROTOCOL).filter(protocols::contains).findFirst()
                .ifPresent(protocol -> response.setHeader(PROTOCOL, protocol));
        request.upgrade(WebSocketUpgrade.class).prepare(loop, opening);
    }

    static String accepted(String key) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static Stream<String> tokens(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(token -> token.strip().toLowerCase(Locale.ROOT));
    }
}
