package dev.comanda.outbox;

/**
 * A place in a topic's log: everything up to {@code seq} has happened.
 *
 * @param epoch numbers compare only within one; another after a restore
 * @param seq   of the last event, 0 where the topic has had none
 */
public record Position(String epoch, long seq) {}
