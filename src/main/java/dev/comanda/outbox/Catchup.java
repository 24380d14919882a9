package dev.comanda.outbox;

import java.util.List;

/** What the log has after a number. */
public sealed interface Catchup {

    /** Where the topic's log ends. */
    Position end();

    /**
     * The next events, none of them if the reader is at the end.
     *
     * @param events in order, the first is the reader's number + 1
     */
    record Events(Position end, List<Event> events) implements Catchup {}

    /** What came next was pruned, or the number lies beyond the end: take a snapshot. */
    record Pruned(Position end) implements Catchup {}
}
