package dev.comanda.outbox;

import java.util.List;

/**
 * Hears of every event on this instance, in the order of its topic. Called on the tail's thread:
 * it takes note and returns, it does not wait for anybody.
 */
public interface EventListener {

    /**
     * The next events of one topic.
     *
     * @param events at least one; the first follows the last of the call before, or the position
     *     at which {@link EventTail#at} registered
     */
    void events(List<Event> events);

    /**
     * Positions given before mean nothing any more, in any topic: the database was restored, or
     * this instance was away for longer than the log reaches back. Whoever shows something takes a
     * new snapshot; {@link EventTail#at} tells the position from which events come now.
     */
    default void renewed() {}
}
