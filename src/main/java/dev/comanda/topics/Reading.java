package dev.comanda.topics;

import dev.comanda.outbox.Event;
import dev.comanda.outbox.Position;
import java.util.List;

/** What came of asking for the changes after a number. */
sealed interface Reading {

    /**
     * The changes, none if there were none in time.
     *
     * @param end where the log ends; where the last event's number is less, there is more
     */
    record Changes(Position end, List<Event> events) implements Reading {}

    /**
     * The number says nothing any more.
     *
     * @param reason {@code pruned}, {@code beyond-the-end} or {@code other-epoch}
     */
    record Gone(Position end, String reason) implements Reading {}

    /** Too many wait already, in all or of this session. */
    record TooMany() implements Reading {}

    /** The session ended meanwhile. */
    record SignedOut() implements Reading {}

    /** The server ends: to be asked again, of another one. */
    record Stopping() implements Reading {}
}
