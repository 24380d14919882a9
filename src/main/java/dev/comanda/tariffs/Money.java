package dev.comanda.tariffs;

/** Sums and products of amounts that stay at {@link Stay#MAX_AMOUNT} where they get there. */
final class Money {

    private Money() {}

    static long plus(long amount, long more) {
        return Math.min(Math.addExact(amount, more), Stay.MAX_AMOUNT);
    }

    static long times(long amount, long count) {
        return amount == 0 || count <= Stay.MAX_AMOUNT / amount
                ? Math.multiplyExact(amount, count)
                : Stay.MAX_AMOUNT;
    }
}
