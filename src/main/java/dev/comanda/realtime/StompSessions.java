package dev.comanda.realtime;

import dev.comanda.security.BearerTokens;
import dev.comanda.security.Caller;
import dev.comanda.security.SessionEnded;
import dev.comanda.security.SessionWatch;
import dev.comanda.security.TokenProof;
import dev.comanda.web.ProblemType;
import dev.comanda.websocket.CloseCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Everybody who is on a socket of this instance. */
@Component
class StompSessions {
    private final BearerTokens tokens;
    private final SessionWatch watch;
    private final Broadcast broadcast;
    private final SocketLimits limits;
    private final SocketLog log;
    private final SocketClock clock;
    private final Set<StompSession> open = ConcurrentHashMap.newKeySet();
    /** By the session that was signed in to; a set changes only inside of the map's compute. */
    private final Map<Key, Set<StompSession>> admitted = new ConcurrentHashMap<>();
    private volatile @Nullable CompletableFuture<Void> leaving;

    private record Key(int locationId, UUID sessionId) {

        static Key of(Caller caller) {
            return new Key(caller.locationId(), caller.sessionId());
        }
    }

    StompSessions(BearerTokens tokens, SessionWatch watch, Broadcast broadcast,
            SocketLimits limits, SocketLog log, SocketClock clock) {
        this.tokens = tokens;
        this.watch = watch;
        this.broadcast = broadcast;
        this.limits = limits;
        this.log = log;
        this.clock = clock;
    }

    /** Counts a new socket, and ends it where what the handshake saw has changed meanwhile. */
    void opened(StompSession session) {
        open.add(session);
        if (!limits.opened(session.address())) {
            session.end(ProblemType.TOO_MANY_REQUESTS, CloseCode.TRY_AGAIN_LATER, Map.of(),
                    Map.of());
        } else if (isLeaving()) {
            session.goAway(open.size());
        }
    }

    void closed(StompSession session, int code) {
        if (open.remove(session)) {
            limits.closed(session.address());
            log.disconnected(code, session.client());
        }
        CompletableFuture<Void> awaited = leaving;
        if (awaited != null && open.isEmpty()) {
            awaited.complete(null);
        }
    }

    Broadcast broadcast() {
        return broadcast;
    }

    SocketLog log() {
        return log;
    }

    /** Whose token it is, if it has not expired to the second. */
    Optional<TokenProof> proof(String token) {
        return tokens.proof(token).filter(proof -> !hasExpired(proof));
    }

    boolean hasExpired(TokenProof proof) {
        return !clock.now().isBefore(proof.expiresAt());
    }

    /** Lets a caller in whose session is looked after from now on; not where it has too many. */
    boolean admit(StompSession session, Caller caller) {
        if (!limits.admits(caller)) {
            return false;
        }
        admitted.compute(Key.of(caller), (_, known) -> {
            Set<StompSession> all = known == null ? new HashSet<>() : known;
            all.add(session);
            if (known == null) {
                watch.watch(caller);
            }
            return all;
        });
        log.connected(caller, session.client());
        return true;
    }

    void left(StompSession session, Caller caller) {
        limits.left(caller);
        admitted.computeIfPresent(Key.of(caller), (_, all) -> {
            all.remove(session);
            if (!all.isEmpty()) {
                return all;
            }
            watch.unwatch(caller);
            return null;
        });
    }

    /**
     * Signed out, revoked or expired, here or elsewhere: nothing is delivered any more. The session
     * is watched no longer; for whom its token still lets in, another second, it is watched anew.
     */
    @EventListener
    void ended(SessionEnded ended) {
        admitted.computeIfPresent(new Key(ended.locationId(), ended.sessionId()), (_, all) -> {
            all.forEach(StompSession::signedOut);
            return null;
        });
    }

    /** Ends all, each with its own time to come back, and lets nobody in; done when all left. */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> empty = new CompletableFuture<>();
        leaving = empty;
        List<StompSession> all = List.copyOf(open);
        all.forEach(session -> session.leave(all.size()));
        if (open.isEmpty()) {
            empty.complete(null);
        }
        return empty;
    }

    /** Lets clients in, as before {@link #leave}. */
    void stay() {
        leaving = null;
    }

    boolean isLeaving() {
        return leaving != null;
    }
}
