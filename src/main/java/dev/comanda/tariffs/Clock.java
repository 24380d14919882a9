package dev.comanda.tariffs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The minutes that one tariff holds for one person: counted from 0 without the breaks between its
 * runs, and cut where the shop's day or the rate changes. Known up to a minute of the stay.
 */
final class Clock {

    private final Tariff tariff;
    private final List<Run> runs;
    private final List<Slice> slices = new ArrayList<>();

    /** Minutes of the stay, the last not included. */
    record Run(long from, long to) {}

    /** Minutes of this clock, the last not included, of one calendar day and one rate. */
    record Slice(long from, long to, LocalDate date, Rate rate) {}

    /** Where the stay began, and the shop's zone. */
    record Origin(Instant start, ZoneId zone) {

        ZonedDateTime at(long minute) {
            return start.plusSeconds(60 * minute).atZone(zone);
        }

        /** The first minute that begins then or later. */
        long minuteAt(Instant instant) {
            long seconds = instant.getEpochSecond() - start.getEpochSecond();
            boolean begun = instant.getNano() > start.getNano();
            return Math.ceilDiv(begun ? seconds + 1 : seconds, 60);
        }
    }

    /** @param runs in order, not empty; what they have after {@code lastMinute} is left out */
    Clock(Tariff tariff, List<Run> runs, Origin origin, long lastMinute) {
        this.tariff = tariff;
        this.runs = List.copyOf(runs);
        for (Run run : runs) {
            cut(run.from, Math.min(run.to, lastMinute + 1), origin);
        }
    }

    Tariff tariff() {
        return tariff;
    }

    /** The minute of the stay in which it begins to run. */
    long begin() {
        return runs.getFirst().from;
    }

    /** What it shows at a minute of the stay. */
    long minutesAt(long minute) {
        long minutes = 0;
        for (Run run : runs) {
            minutes += Math.max(0, Math.min(run.to, minute) - run.from);
        }
        return minutes;
    }

    /** In order and without holes, from 0 on; empty where it begins after the last minute. */
    List<Slice> slices() {
        return slices;
    }

    private void cut(long from, long to, Origin origin) {
        long minute = from;
        while (minute < to) {
            ZonedDateTime local = origin.at(minute);
            long next = Math.min(to, origin.minuteAt(nextCut(local)));
            add(next - minute, local);
            minute = next;
        }
    }

    private void add(long minutes, ZonedDateTime local) {
        Slice slice = new Slice(0, minutes, local.toLocalDate(),
                tariff.rateAt(local.toLocalDateTime()));
        if (!slices.isEmpty()) {
            Slice last = slices.getLast();
            boolean same = last.date.equals(slice.date) && last.rate.equals(slice.rate);
            long begin = same ? last.from : last.to;
            if (same) {
                slices.removeLast();
            }
            slice = new Slice(begin, last.to + minutes, slice.date, slice.rate);
        }
        slices.add(slice);
    }

    /** The next midnight, edge of a window or turn of the clocks, whichever comes first. */
    private Instant nextCut(ZonedDateTime local) {
        ZoneId zone = local.getZone();
        LocalDate date = local.toLocalDate();
        Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
        ZoneOffsetTransition turn = zone.getRules().nextTransition(local.toInstant());
        if (turn != null && turn.getInstant().isBefore(next)) {
            next = turn.getInstant();
        }
        for (LocalTime edge : edges()) {
            // an hour that comes twice: the edge on this side of the turn
            Instant then = ZonedDateTime.ofLocal(date.atTime(edge), zone, local.getOffset())
                    .toInstant();
            if (then.isAfter(local.toInstant()) && then.isBefore(next)) {
                next = then;
            }
        }
        return next;
    }

    private List<LocalTime> edges() {
        return tariff.windows().stream().flatMap(w -> Stream.of(w.from(), w.to())).toList();
    }
}
