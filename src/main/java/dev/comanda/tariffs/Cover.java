package dev.comanda.tariffs;

import dev.comanda.tariffs.Stay.Span;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of a stay passes pay for: the first minutes of the first person's clock, once all of
 * it is paid those of the second's, and so on. A tariff's grace holds past the end of a pass.
 */
final class Cover {

    private final List<Span> spans;
    private final long end;
    private final Clock.Origin origin;
    private final int most;
    private final List<Integer> drawn = new ArrayList<>();
    /** So many are paid for to the end, and so many minutes of the next one. */
    private int paid;
    private long minutes;

    /**
     * @param spans of the stay, in order
     * @param end   in minutes of the stay
     */
    Cover(List<Span> spans, long end, Clock.Origin origin, List<Prepaid> passes) {
        this.spans = spans.stream().filter(span -> span.from() <= end).toList();
        this.end = end;
        this.origin = origin;
        this.most = this.spans.stream().mapToInt(Cover::clocks).max().orElse(0);
        passes.forEach(pass -> drawn.add(draw(pass)));
    }

    /** Minutes or days of each pass. */
    List<Integer> drawn() {
        return drawn;
    }

    /** What nobody has paid for: the same time with fewer people, or none. */
    List<Span> rest() {
        List<Span> rest = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            int left = Math.max(0, clocks(span) - paid);
            if (left > 0 && before < minutes) {
                rest.add(unpaid(span, span.from(), left - 1));
                if (minutes - before < length(i)) {
                    rest.add(unpaid(span, span.from() + minutes - before, left));
                }
            } else {
                rest.add(unpaid(span, span.from(), left));
            }
            before += left > 0 ? length(i) : 0;
        }
        return rest;
    }

    private int draw(Prepaid pass) {
        int used = 0;
        while (used < pass.left() && paid < most) {
            long open = presence(paid + 1) - minutes;
            long more = pass.days() ? restOfDay() : Math.min(pass.left() - used, open);
            used += pass.days() ? 1 : (int) Math.max(1, more);
            minutes += more;
            if (open - more <= grace(paid + 1)) {
                paid++;
                minutes = 0;
            }
        }
        return used;
    }

    /** Minutes of the next person's clock from the first unpaid one to the end of its day. */
    private long restOfDay() {
        long skip = minutes;
        long rest = 0;
        long midnight = -1;
        for (int i = 0; i < spans.size(); i++) {
            if (clocks(spans.get(i)) <= paid) {
                continue;
            }
            long from = spans.get(i).from() + Math.min(skip, length(i));
            long to = spans.get(i).from() + length(i);
            skip -= Math.min(skip, length(i));
            if (from < to && midnight < 0) {
                midnight = nextMidnight(from);
            }
            rest += from < to ? Math.max(0, Math.min(to, midnight) - from) : 0;
        }
        return rest;
    }

    private long nextMidnight(long minute) {
        ZonedDateTime local = origin.at(minute);
        return origin.minuteAt(local.toLocalDate().plusDays(1).atStartOfDay(local.getZone())
                .toInstant());
    }

    /** How long the n-th person is there. */
    private long presence(int person) {
        long sum = 0;
        for (int i = 0; i < spans.size(); i++) {
            sum += clocks(spans.get(i)) >= person ? length(i) : 0;
        }
        return sum;
    }

    /** Of the tariff under which the n-th person leaves. */
    private int grace(int person) {
        return spans.stream().filter(span -> clocks(span) >= person)
                .reduce((_, later) -> later).orElseThrow().tariff().graceMinutes();
    }

    private long length(int i) {
        return (i + 1 < spans.size() ? spans.get(i + 1).from() : end) - spans.get(i).from();
    }

    private static int clocks(Span span) {
        return span.tariff().perPerson() ? span.people() : 1;
    }

    private static Span unpaid(Span span, long from, int clocks) {
        return new Span(from, span.tariff().perPerson() || clocks == 0 ? clocks : span.people(),
                span.tariff());
    }
}
