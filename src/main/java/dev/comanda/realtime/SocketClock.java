package dev.comanda.realtime;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** The times that sockets go by; a test moves them. */
@Component
class SocketClock {

    /** When tokens expire. */
    Instant now() {
        return Instant.now();
    }

    /** For how long somebody was silent. */
    long nanos() {
        return System.nanoTime();
    }
}
