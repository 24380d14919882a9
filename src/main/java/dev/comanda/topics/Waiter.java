package dev.comanda.topics;

import dev.comanda.outbox.Event;
import dev.comanda.security.Caller;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A request that waits; until it is closed it hears what concerns it, in order. */
final class Waiter implements AutoCloseable {

    private final Waiters house;
    private final Caller caller;
    private final String topic;
    private final BlockingQueue<Wake> wakes = new LinkedBlockingQueue<>();

    /** Why it was woken. */
    sealed interface Wake {}

    /** The next of the topic's events on this instance. */
    record Told(List<Event> events) implements Wake {}

    /** Positions mean nothing any more, or the tail left something out. */
    record Renewed() implements Wake {}

    /** The session is over. */
    record SignedOut() implements Wake {}

    /** The server is. */
    record Stopping() implements Wake {}

    /** The time was. */
    record Nothing() implements Wake {}

    Waiter(Waiters house, Caller caller, String topic) {
        this.house = house;
        this.caller = caller;
        this.topic = topic;
    }

    Caller caller() {
        return caller;
    }

    String topic() {
        return topic;
    }

    void wake(Wake why) {
        wakes.add(why);
    }

    /** Waits for what comes next. */
    Wake next(long nanos) {
        try {
            Wake wake = wakes.poll(nanos, TimeUnit.NANOSECONDS);
            return wake == null ? new Nothing() : wake;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Stopping();
        }
    }

    @Override
    public void close() {
        house.leave(this);
    }
}
