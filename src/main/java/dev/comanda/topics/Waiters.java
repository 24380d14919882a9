package dev.comanda.topics;

import dev.comanda.outbox.Event;
import dev.comanda.outbox.EventListener;
import dev.comanda.outbox.EventTail;
import dev.comanda.security.Caller;
import dev.comanda.security.SessionEnded;
import dev.comanda.security.SessionWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Everybody who waits for a topic's next event on this instance. */
@Component
final class Waiters implements EventListener, SmartLifecycle {

    /** Fewer than Tomcat's threads (1500), and with the sockets than its connections (8192). */
    static final int IN_ALL = 1_000;
    static final int OF_A_SESSION = 20;
    /** When the sockets end, too: before the web server stops taking requests. */
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final SessionWatch watch;
    private final Semaphore places = new Semaphore(IN_ALL);
    private final Map<String, Set<Waiter>> byTopic = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Waiter>> bySession = new ConcurrentHashMap<>();
    private volatile boolean leaving = true;

    Waiters(EventTail tail, SessionWatch watch, MeterRegistry meters) {
        this.watch = watch;
        Gauge.builder("comanda.polls.waiting", this, Waiters::count)
                .description("requests that wait for a topic's next event").register(meters);
        tail.listen(this);
    }

    /** Those that hear of changes: who is still let in is not yet of them. */
    int count() {
        return byTopic.values().stream().mapToInt(Set::size).sum();
    }

    /** Lets a caller wait, whose session is looked after meanwhile; not where too many do. */
    Optional<Waiter> admit(Caller caller, String topic) {
        if (leaving || !places.tryAcquire()) {
            return Optional.empty();
        }
        Waiter waiter = new Waiter(this, caller, topic);
        Set<Waiter> own = bySession.compute(caller.sessionId(), (_, known) -> {
            Set<Waiter> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            if (known == null) {
                watch.watch(caller);
            }
            if (all.size() < OF_A_SESSION) {
                all.add(waiter);
            }
            return all;
        });
        if (!own.contains(waiter)) {
            places.release();
            return Optional.empty();
        }
        byTopic.computeIfAbsent(topic, _ -> ConcurrentHashMap.newKeySet()).add(waiter);
        if (leaving) {
            waiter.wake(new Waiter.Stopping()); // whom stop() did not see any more
        }
        return Optional.of(waiter);
    }

    void leave(Waiter waiter) {
        of(waiter.topic()).remove(waiter);
        bySession.computeIfPresent(waiter.caller().sessionId(), (_, all) -> {
            all.remove(waiter);
            if (!all.isEmpty()) {
                return all;
            }
            watch.unwatch(waiter.caller());
            return null;
        });
        places.release();
    }

    private Set<Waiter> of(String topic) {
        return byTopic.getOrDefault(topic, Set.of());
    }

    private void wakeAll(Waiter.Wake why) {
        byTopic.values().forEach(all -> all.forEach(waiter -> waiter.wake(why)));
    }

    @Override
    public void events(List<Event> events) {
        of(events.getFirst().topic()).forEach(waiter -> waiter.wake(new Waiter.Told(events)));
    }

    @Override
    public void renewed() {
        wakeAll(new Waiter.Renewed());
    }

    /** Signed out, revoked or expired, here or elsewhere. */
    @org.springframework.context.event.EventListener
    void ended(SessionEnded ended) {
        bySession.computeIfPresent(ended.sessionId(), (_, all) -> {
            all.forEach(waiter -> waiter.wake(new Waiter.SignedOut()));
            return null; // it is watched no longer; for whom its token still lets in, anew
        });
    }

    /** Whether the server ends: nobody waits here any more. */
    boolean isLeaving() {
        return leaving;
    }

    @Override
    public void start() {
        leaving = false;
    }

    @Override
    public void stop() {
        leaving = true;
        wakeAll(new Waiter.Stopping());
    }

    @Override
    public boolean isRunning() {
        return !leaving;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
