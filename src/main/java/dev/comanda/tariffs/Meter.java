package dev.comanda.tariffs;

import dev.comanda.tariffs.Charge.Part;
import java.util.List;

/** What a clock's minutes cost for so many people whose clocks run alike. */
interface Meter {

    /** What the first {@code minutes} of its clock cost, explained; never less for more. */
    List<Part> partsAt(long minutes);

    default long amountAt(long minutes) {
        long amount = 0;
        for (Part part : partsAt(minutes)) {
            amount = Money.plus(amount, part.amount());
        }
        return amount;
    }

    static Meter of(Clock clock, int people) {
        return switch (clock.tariff().rate()) {
            case Rate.Blocks _ -> new BlocksMeter(clock, people);
            case Rate.Passes _ -> new PassesMeter(clock, people);
            case Rate.DayTickets _ -> new DayTicketsMeter(clock, people);
        };
    }

    /**
     * How many minutes must be paid for. What begins with the last grace minutes is not begun; the
     * first minute always is.
     */
    static long due(long minutes, Tariff tariff) {
        return Math.max(1, minutes - tariff.graceMinutes());
    }
}
