package dev.comanda.topics;

import dev.comanda.outbox.Catchup;
import dev.comanda.outbox.Event;
import dev.comanda.outbox.EventLog;
import dev.comanda.outbox.EventTail;
import dev.comanda.security.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The changes after a number. What is there comes from the database, so it does not matter which
 * instance is asked nor how far its tail is; what comes while a request waits is handed to it by
 * the tail, and meanwhile the request holds its thread and no connection.
 */
@Component
final class TopicLog {

    private static final int MOST_EVENTS = 500;
    private static final int MOST_BYTES = 1024 * 1024;
    /** How often somebody who waits looks whether the tail still tells what it should. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration BEHIND = Duration.ofSeconds(3);

    private final EventLog log;
    private final EventTail tail;
    private final Waiters waiters;

    TopicLog(EventLog log, EventTail tail, Waiters waiters) {
        this.log = log;
        this.tail = tail;
        this.waiters = waiters;
    }

    /**
     * Where a reader is.
     *
     * @param seq   the last number that it has
     * @param epoch in which it counts; null: it does not say
     */
    record Place(String topic, long seq, @Nullable String epoch) {}

    /** The changes after a place; waits for the first of them for as long as is said. */
    Reading after(Caller caller, Place place, Duration patience) {
        if (patience.isZero()) {
            return read(place);
        }
        // before the database is asked, so that what it does not show yet will be told
        Optional<Waiter> admitted = waiters.admit(caller, place.topic());
        if (admitted.isEmpty()) {
            return waiters.isLeaving() ? new Reading.Stopping() : new Reading.TooMany();
        }
        try (Waiter waiter = admitted.get()) {
            long end = System.nanoTime() + patience.toNanos();
            Reading reading = read(place);
            while (isEmpty(reading)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return reading;
                }
                reading = woken(place, reading, waiter.next(Math.min(left, LOOK_NANOS)));
            }
            return reading;
        }
    }

    private Reading woken(Place place, Reading before, Waiter.Wake wake) {
        return switch (wake) {
            case Waiter.Told(List<Event> events) -> told(place, before, events);
            case Waiter.Nothing _ -> tail.behind().compareTo(BEHIND) > 0 ? read(place) : before;
            case Waiter.Renewed _ -> read(place);
            case Waiter.SignedOut _ -> new Reading.SignedOut();
            case Waiter.Stopping _ -> new Reading.Stopping();
        };
    }

    /** The tail may be behind what the reader has; what follows on it needs no database. */
    private Reading told(Place place, Reading before, List<Event> events) {
        List<Event> news = events.stream().filter(event -> event.seq() > place.seq()).toList();
        if (news.isEmpty()) {
            return before;
        }
        Event last = news.getLast();
        boolean follows = news.getFirst().seq() == place.seq() + 1
                && before instanceof Reading.Changes(var end, _)
                && end.epoch().equals(last.epoch());
        return follows ? new Reading.Changes(last.position(), news) : read(place);
    }

    private Reading read(Place place) {
        Catchup found = log.after(place.topic(), place.seq(), MOST_EVENTS, MOST_BYTES);
        String epoch = found.end().epoch();
        if (place.epoch() != null && !place.epoch().equals(epoch)) {
            return new Reading.Gone(found.end(), "other-epoch");
        }
        return switch (found) {
            case Catchup.Events(var end, var events) -> new Reading.Changes(end, events);
            case Catchup.Pruned(var end) -> new Reading.Gone(end,
                    place.seq() > end.seq() ? "beyond-the-end" : "pruned");
        };
    }

    private static boolean isEmpty(Reading reading) {
        return reading instanceof Reading.Changes(_, var events) && events.isEmpty();
    }
}
