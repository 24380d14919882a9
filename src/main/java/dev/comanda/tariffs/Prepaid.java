package dev.comanda.tariffs;

/**
 * What a pass has left to pay for time with.
 *
 * @param days calendar days of the shop, each whole; otherwise minutes
 * @param left how many; 0: it pays for nothing
 */
public record Prepaid(boolean days, int left) {}
