package dev.comanda.tariffs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who was where from when on, and what that costs: the one function by which time is charged
 * (docs/decisions/0008).
 *
 * <p>Time counts in whole minutes since the stay began; a change counts from the minute in which
 * it is made. Each person, under each tariff, has one running clock: it stands while fewer people
 * are there or another tariff holds, and goes on where it stood. So a split at any instant that
 * changes nothing costs nothing, and longer is never cheaper.
 */
public final class Stay {

    /** What one amount in the database holds; a charge that gets there stays there. */
    public static final long MAX_AMOUNT = 999_999_999;
    /** After a year a stay costs no more. */
    public static final long MAX_MINUTES = 366L * 24 * 60;
    private static final long REACH_MINUTES = 24 * 60;
    private static final int MAX_STEPS = 60;

    private final Instant start;
    private final ZoneId zone;
    private final List<Span> spans = new ArrayList<>();

    /**
     * From an instant on, so many people under that tariff, until the next stretch.
     *
     * @param people at least one
     */
    public record Stretch(Instant from, int people, Tariff tariff) {

        public Stretch {
            if (people < 1) {
                throw new IllegalArgumentException("nobody is there");
            }
        }
    }

    /**
     * A stretch in minutes since the start; a stretch that another replaces at once is gone.
     *
     * @param people 0: those who are there are paid for
     */
    record Span(long from, int people, Tariff tariff) {}

    /**
     * What a stay costs where passes pay for its beginning.
     *
     * @param charge what is left to pay; explains the rest of the time
     * @param drawn  minutes or days of each pass, in their order
     */
    public record Covered(Charge charge, List<Integer> drawn) {

        public Covered {
            drawn = List.copyOf(drawn);
        }
    }

    /**
     * A stay.
     *
     * @param zone      the shop's: days and windows go by it
     * @param stretches at least one, in the order of time; the first begins the stay
     */
    public Stay(ZoneId zone, List<Stretch> stretches) {
        this.zone = zone;
        this.start = stretches.getFirst().from();
        for (Stretch stretch : stretches) {
            long from = minuteOf(stretch.from());
            if (!spans.isEmpty() && spans.getLast().from() > from) {
                throw new IllegalArgumentException("stretches out of order");
            }
            if (!spans.isEmpty() && spans.getLast().from() == from) {
                spans.removeLast();
            }
            spans.add(new Span(from, stretch.people(), stretch.tariff()));
        }
    }

    private Stay(Stay whole, List<Span> spans) {
        this.zone = whole.zone;
        this.start = whole.start;
        this.spans.addAll(spans);
    }

    /** Whole minutes from the start of the stay to then: 0 before it, a year at most. */
    public long minuteOf(Instant instant) {
        long minutes = Duration.between(start, instant).toMinutes();
        return Math.clamp(minutes, 0, MAX_MINUTES);
    }

    /** What the stay costs when it ends then; later changes are left out. */
    public Charge chargeAt(Instant end) {
        long minute = minuteOf(end);
        List<Charge.Line> lines = clocks(minute).stream().map(clocks -> clocks.lineAt(minute))
                .toList();
        long amount = 0;
        for (Charge.Line line : lines) {
            amount = Money.plus(amount, line.amount());
        }
        return new Charge(amount, minute, lines);
    }

    /**
     * What the stay costs when it ends then and passes are used first. They pay for the first
     * minutes of one person after the other (of the seat, where a tariff is not per person); what
     * is left is charged as if those had come later. Nothing is drawn where that costs no less.
     */
    public Covered chargeAt(Instant end, List<Prepaid> passes) {
        Charge full = chargeAt(end);
        Cover cover = new Cover(spans, minuteOf(end), new Clock.Origin(start, zone), passes);
        Charge rest = new Stay(this, cover.rest()).chargeAt(end);
        if (rest.amount() >= full.amount()) {
            return new Covered(full, passes.stream().map(_ -> 0).toList());
        }
        return new Covered(rest.lines().isEmpty() ? full.free() : rest, cover.drawn());
    }

    /**
     * What screens show from now on: up to 24 hours back and ahead, and never more than
     * {@value #MAX_STEPS} steps either way.
     */
    public Schedule scheduleAt(Instant now) {
        long present = minuteOf(now);
        long last = Math.min(present + REACH_MINUTES, MAX_MINUTES);
        List<TariffClocks> clocks = clocks(last);
        Deque<Schedule.Step> past = new ArrayDeque<>();
        List<Schedule.Step> ahead = new ArrayList<>();
        long minute = Math.max(0, present - REACH_MINUTES);
        while (minute <= last && ahead.size() < MAX_STEPS) {
            long amount = amountAt(minute, clocks);
            (minute <= present ? past : ahead).add(new Schedule.Step(minute, amount));
            minute = nextChange(minute, amount, last, clocks);
        }
        while (past.size() > MAX_STEPS) {
            past.removeFirst();
        }
        return new Schedule(Stream.concat(past.stream(), ahead.stream()).toList(), minute);
    }

    /** By tariff, in the order of their first minute, as far as they are known at that minute. */
    private List<TariffClocks> clocks(long lastMinute) {
        Map<Tariff, List<TariffClocks.Presence>> presences = new LinkedHashMap<>();
        for (int i = 0; i < spans.size() && spans.get(i).from <= lastMinute; i++) {
            Span span = spans.get(i);
            long to = i + 1 < spans.size() ? spans.get(i + 1).from : Long.MAX_VALUE;
            if (span.people == 0) {
                continue;
            }
            presences.computeIfAbsent(span.tariff, _ -> new ArrayList<>()).add(
                    new TariffClocks.Presence(new Clock.Run(span.from, to), span.people));
        }
        Clock.Origin origin = new Clock.Origin(start, zone);
        return presences.entrySet().stream().map(held -> new TariffClocks(held.getKey(),
                held.getValue(), origin, lastMinute)).toList();
    }

    /** The next minute whose amount is another; it never falls, so halving finds it. */
    private static long nextChange(long minute, long amount, long last,
            List<TariffClocks> clocks) {
        long same = minute;
        long stride = 1;
        while (same + stride <= last && amountAt(same + stride, clocks) == amount) {
            same += stride;
            stride *= 2;
        }
        long other = Math.min(same + stride, last + 1);
        while (other - same > 1) {
            long middle = same + (other - same) / 2;
            if (amountAt(middle, clocks) == amount) {
                same = middle;
            } else {
                other = middle;
            }
        }
        return other;
    }

    private static long amountAt(long minute, List<TariffClocks> clocks) {
        long amount = 0;
        for (TariffClocks tariff : clocks) {
            amount = Money.plus(amount, tariff.amountAt(minute));
        }
        return amount;
    }
}
