package dev.comanda.tariffs;

import dev.comanda.tariffs.Charge.Part;
import dev.comanda.tariffs.Clock.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * First block, later blocks, day price. A block belongs to the day and costs the rate of the minute
 * in which it begins; a day has the day price of its first minute.
 */
final class BlocksMeter implements Meter {

    private final Clock clock;
    private final int people;

    BlocksMeter(Clock clock, int people) {
        this.clock = clock;
        this.people = people;
    }

    @Override
    public List<Part> partsAt(long minutes) {
        return new Reading(minutes).parts();
    }

    /** One walk over the clock's slices. */
    private final class Reading {

        private final long minutes;
        private final long due;
        private final List<Part> parts = new ArrayList<>();
        private long nextBlock;
        /** Of all prorated minutes so far: amount × minutes, not yet divided by the block. */
        private long accrued;
        private @Nullable Day day;

        Reading(long minutes) {
            this.minutes = minutes;
            this.due = Meter.due(minutes, clock.tariff());
        }

        List<Part> parts() {
            for (Slice slice : clock.slices()) {
                if (slice.from() >= Math.max(minutes, due)) {
                    break;
                }
                if (day == null || !day.date.equals(slice.date())) {
                    closeDay();
                    day = new Day(slice.date(), ((Rate.Blocks) slice.rate()).dayPrice(),
                            slice.from() == 0);
                }
                day.minutes += Math.max(0, Math.min(slice.to(), minutes) - slice.from());
                read(slice, day);
            }
            closeDay();
            return parts;
        }

        private void read(Slice slice, Day today) {
            Rate.Blocks rate = (Rate.Blocks) slice.rate();
            if (slice.from() == 0) {
                today.add(part("first", slice.date(), 1, rate.first().minutes(),
                        rate.first().amount()));
                nextBlock = rate.first().minutes();
            }
            long end = Math.min(slice.to(), due);
            if (nextBlock >= end) {
                return;
            }
            Rate.Later later = rate.later();
            if (later.prorated()) {
                long before = rounded(accrued, later.minutes());
                accrued += later.amount() * (end - nextBlock);
                today.add(part("prorated", slice.date(), 1, end - nextBlock,
                        rounded(accrued, later.minutes()) - before));
                nextBlock = end;
            } else {
                long count = Math.ceilDiv(end - nextBlock, later.minutes());
                today.add(part("later", slice.date(), count, later.minutes(), later.amount()));
                nextBlock += count * later.minutes();
            }
        }

        private void closeDay() {
            if (day == null) {
                return;
            }
            Rate.DayPrice price = day.price;
            if (price != null && (day.amount > Money.times(price.amount(), people)
                    || (day.isFirst && reached(price.fromMinutes(), day.minutes)))) {
                parts.add(part("day", day.date, 1, day.minutes, price.amount()));
            } else {
                parts.addAll(day.parts);
            }
        }
    }

    /** What a day has had so far. */
    private static final class Day {

        private final LocalDate date;
        private final Rate.@Nullable DayPrice price;
        private final boolean isFirst;
        private final List<Part> parts = new ArrayList<>();
        private long minutes;
        private long amount;

        Day(LocalDate date, Rate.@Nullable DayPrice price, boolean isFirst) {
            this.date = date;
            this.price = price;
            this.isFirst = isFirst;
        }

        void add(Part part) {
            parts.add(part);
            amount = Money.plus(amount, part.amount());
        }
    }

    private Part part(String kind, LocalDate date, long count, long each, long unitAmount) {
        return new Part(kind, null, date, people, count, each, unitAmount,
                Money.times(Money.times(unitAmount, count), people));
    }

    private static boolean reached(@Nullable Integer fromMinutes, long minutes) {
        return fromMinutes != null && minutes >= fromMinutes;
    }

    /** Half up. */
    private static long rounded(long accrued, int minutes) {
        return (2 * accrued + minutes) / (2L * minutes);
    }
}
