package dev.comanda.realtime;

import dev.comanda.web.Addressee;
import dev.comanda.web.ProblemType;
import dev.comanda.websocket.SocketLoops;
import dev.comanda.websocket.WebSocketHandshake;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a request becomes a socket; which origins' pages may ask is CORS's rule, as anywhere. */
@RestController
class SocketApi {
    private static final List<String> PROTOCOLS = List.of("v12.stomp");
    private static final long RETRY_AFTER_SECONDS = 5;

    private final SocketLoops loops;
    private final SocketLimits limits;
    private final StompSessions sessions;
    private final SocketLog log;

    SocketApi(SocketLoops loops, SocketLimits limits, StompSessions sessions, SocketLog log) {
        this.loops = loops;
        this.limits = limits;
        this.sessions = sessions;
        this.log = log;
    }

    @GetMapping("/ws")
    void open(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Addressee client = Addressee.of(request);
        String address = request.getRemoteAddr();
        if (!WebSocketHandshake.isAsked(request)) {
            response.setHeader(HttpHeaders.UPGRADE, "websocket");
            response.setHeader(WebSocketHandshake.VERSION, WebSocketHandshake.VERSION_HERE);
            refuse(ProblemType.UPGRADE_REQUIRED, request, response);
        } else if (sessions.isLeaving()) {
            refuse(ProblemType.SERVER_STOPPING, request, response);
        } else if (limits.reached(address)) {
            refuse(ProblemType.TOO_MANY_REQUESTS, request, response);
        } else {
            WebSocketHandshake.accept(request, response, PROTOCOLS, loops.next(),
                    connection -> new StompSession(sessions, connection, client, address));
        }
    }

    private void refuse(ProblemType why, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.refused(why.slug(), Addressee.of(request));
        if (why == ProblemType.UPGRADE_REQUIRED) {
            why.send(request, response, Map.of());
        } else {
            why.send(request, response, Map.of(), RETRY_AFTER_SECONDS);
        }
    }
}
