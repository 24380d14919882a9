package dev.comanda.realtime;

import dev.comanda.security.Caller;
import dev.comanda.security.Network;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How many sockets there may be: in all, from one network, of one session; 0 turns one off. In all
 * fewer than Tomcat takes connections (8192), so that screens never keep the tills out.
 */
@Component
class SocketLimits {
    private static final int PER_INSTANCE = 6_000;
    private static final int PER_ADDRESS = 1_000;
    private static final int PER_SESSION = 20;

    private final int perInstance;
    private final int perAddress;
    private final int perSession;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> networks = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> sessions = new ConcurrentHashMap<>();

    SocketLimits(Environment environment) {
        perInstance = environment.getProperty("SOCKETS_PER_INSTANCE", Integer.class, PER_INSTANCE);
        perAddress = environment.getProperty("SOCKETS_PER_ADDRESS", Integer.class, PER_ADDRESS);
        perSession = environment.getProperty("SOCKETS_PER_SESSION", Integer.class, PER_SESSION);
    }

    int open() {
        return open.get();
    }

    /** Whether one more from there is too many, as it looks now; {@link #opened} decides. */
    boolean reached(String address) {
        return over(open.get() + 1, perInstance)
                || over(networks.getOrDefault(Network.of(address), 0) + 1, perAddress);
    }

    /** Counts a socket until it is closed; false where it is one too many. */
    boolean opened(String address) {
        int all = open.incrementAndGet();
        int near = networks.merge(Network.of(address), 1, Integer::sum);
        return !over(all, perInstance) && !over(near, perAddress);
    }

    void closed(String address) {
        open.decrementAndGet();
        decrement(networks, Network.of(address));
    }

    /** Counts a socket of the caller's session; false, and not counted, where it is too many. */
    boolean admits(Caller caller) {
        int count = sessions.merge(caller.sessionId(), 1, Integer::sum);
        if (over(count, perSession)) {
            left(caller);
            return false;
        }
        return true;
    }

    void left(Caller caller) {
        decrement(sessions, caller.sessionId());
    }

    private static boolean over(int count, int limit) {
        return limit > 0 && count > limit;
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }
}
