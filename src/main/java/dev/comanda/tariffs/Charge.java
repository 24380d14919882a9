package dev.comanda.tariffs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stay costs at an instant, and why. Amounts in minor units; lines add up to the amount and
 * parts to their line, up to {@link Stay#MAX_AMOUNT}, where each of them stays.
 *
 * @param minutes whole minutes since the stay began
 * @param lines   one for each tariff, in the order of their first minute
 */
public record Charge(long amount, long minutes, List<Line> lines) {

    public Charge {
        lines = List.copyOf(lines);
    }

    /** The same time at an amount that somebody decided, under the tariff that came first. */
    public Charge corrected(long decided, LocalDate date) {
        Line first = lines.getFirst();
        return new Charge(decided, minutes, List.of(new Line(first.tariff, first.name,
                first.taxRateBp, minutes, decided, List.of(new Part("corrected", null, date, 1, 1,
                        minutes, decided, decided)))));
    }

    /** The same time at no cost: somebody else paid for it. */
    Charge free() {
        return new Charge(0, minutes, lines.stream().map(line -> new Line(line.tariff, line.name,
                line.taxRateBp, line.minutes, 0, List.of())).toList());
    }

    /**
     * The time under one tariff: one line of the order.
     *
     * @param minutes in which that tariff held, however many people there were
     */
    public record Line(String tariff, String name, int taxRateBp, long minutes, long amount,
            List<Part> parts) {

        public Line {
            parts = List.copyOf(parts);
        }
    }

    /**
     * How a line came about: {@code people} × {@code count} × {@code unitAmount} is its amount.
     *
     * @param kind       {@code first}, {@code later}, {@code prorated}, {@code day}, {@code pass},
     *                   {@code ticket}, or {@code corrected}: somebody decided
     * @param name       of the pass or ticket
     * @param date       the shop's calendar day in which it began
     * @param minutes    that one of them lasts ({@code first}, {@code later}, {@code pass}), or
     *                   that were counted
     * @param unitAmount of one of them, for one person
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(String kind, @Nullable String name, LocalDate date, int people, long count,
            long minutes, long unitAmount, long amount) {}
}
