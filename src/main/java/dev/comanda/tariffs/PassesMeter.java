package dev.comanda.tariffs;

import dev.comanda.tariffs.Charge.Part;
import dev.comanda.tariffs.Clock.Slice;
import dev.comanda.tariffs.Rate.Pass;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes one after the other, in the combination that covers the time for the least money. A pass
 * costs the rate of the minute in which it begins.
 */
final class PassesMeter implements Meter {

    private static final long UNREACHABLE = Long.MAX_VALUE;

    private final Clock clock;
    private final int people;
    /** By minute: the least for passes that end just there; the last: there or later. */
    private final long[] cost;
    /** By minute: the last of those passes. */
    private final @Nullable Use[] lastUse;
    /** By minute: where to end, there or later, for the least. */
    private final int[] bestEnd;

    /** A pass or, without a name, one for the rest of the day. */
    private record Use(int from, @Nullable String name, int minutes, long amount, LocalDate date) {

        boolean isLike(Use other) {
            return Objects.equals(name, other.name) && minutes == other.minutes
                    && amount == other.amount && date.equals(other.date);
        }
    }

    PassesMeter(Clock clock, int people) {
        this.clock = clock;
        this.people = people;
        int end = (int) clock.slices().getLast().to();
        cost = new long[end + 1];
        lastUse = new Use[end + 1];
        Arrays.fill(cost, UNREACHABLE);
        cost[0] = 0;
        clock.slices().forEach(this::tryAll);
        bestEnd = new int[end + 1];
        bestEnd[end] = end;
        for (int minute = end - 1; minute >= 0; minute--) {
            int later = bestEnd[minute + 1];
            bestEnd[minute] = cost[minute] <= cost[later] ? minute : later;
        }
    }

    @Override
    public long amountAt(long minutes) {
        return Money.times(cost[endFor(minutes)], people);
    }

    @Override
    public List<Part> partsAt(long minutes) {
        List<Use> uses = new ArrayList<>();
        for (int end = endFor(minutes); end > 0;) {
            Use use = Objects.requireNonNull(lastUse[end]);
            uses.addFirst(use);
            end = use.from;
        }
        List<Part> parts = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            count++;
            if (i + 1 == uses.size() || !use.isLike(uses.get(i + 1))) {
                parts.add(new Part(use.name == null ? "day" : "pass", use.name, use.date, people,
                        count, use.minutes, use.amount,
                        Money.times(Money.times(use.amount, count), people)));
                count = 0;
            }
        }
        return parts;
    }

    private int endFor(long minutes) {
        return bestEnd[(int) Meter.due(minutes, clock.tariff())];
    }

    private void tryAll(Slice slice) {
        Rate.Passes rate = (Rate.Passes) slice.rate();
        Long day = rate.dayAmount();
        int midnight = endOfDay(slice.date());
        for (int minute = (int) slice.from(); minute < slice.to(); minute++) {
            if (cost[minute] == UNREACHABLE) {
                continue;
            }
            for (Pass pass : rate.passes()) {
                offer(new Use(minute, pass.name(), pass.minutes(), pass.amount(), slice.date()));
            }
            if (day != null) {
                offer(new Use(minute, null, midnight - minute, day, slice.date()));
            }
        }
    }

    private void offer(Use use) {
        int end = Math.min(use.from + use.minutes, cost.length - 1);
        long sum = Money.plus(cost[use.from], use.amount);
        if (sum < cost[end]) {
            cost[end] = sum;
            lastUse[end] = use;
        }
    }

    private int endOfDay(LocalDate date) {
        return (int) clock.slices().stream().filter(slice -> slice.date().equals(date))
                .mapToLong(Slice::to).max().orElseThrow();
    }
}
