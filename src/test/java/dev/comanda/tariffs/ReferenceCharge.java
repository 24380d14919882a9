package dev.comanda.tariffs;

import dev.comanda.tariffs.Rate.Blocks;
import dev.comanda.tariffs.Rate.DayTickets;
import dev.comanda.tariffs.Rate.Passes;
import dev.comanda.tariffs.Stay.Stretch;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The charge of a stay by the letter of docs/coworking.md: person by person, minute by minute, with
 * nothing clever. Slow, and of another build than what it checks.
 */
final class ReferenceCharge {

    private final ZoneId zone;
    private final List<Stretch> stretches;
    private final long minute;

    private ReferenceCharge(ZoneId zone, List<Stretch> stretches, long minute) {
        this.zone = zone;
        this.stretches = stretches;
        this.minute = minute;
    }

    static long at(ZoneId zone, List<Stretch> stretches, long minute) {
        return new ReferenceCharge(zone, stretches, minute).total();
    }

    private long total() {
        Set<Tariff> tariffs = new LinkedHashSet<>();
        stretches.forEach(stretch -> tariffs.add(stretch.tariff()));
        long total = 0;
        for (Tariff tariff : tariffs) {
            int most = stretches.stream().mapToInt(Stretch::people).max().orElseThrow();
            for (int person = 1; person <= (tariff.perPerson() ? most : 1); person++) {
                total += clock(tariff, person);
            }
        }
        return total;
    }

    /** The local times of the minutes that count, and of the one that runs, if any. */
    private long clock(Tariff tariff, int person) {
        List<LocalDateTime> past = new ArrayList<>();
        LocalDateTime running = null;
        for (long m = 0; m <= minute; m++) {
            Stretch holds = holding(m);
            boolean there = holds.tariff().equals(tariff)
                    && (holds.people() >= person || !tariff.perPerson());
            if (there && m < minute) {
                past.add(local(m));
            } else if (there) {
                running = local(m);
            }
        }
        if (past.isEmpty() && running == null) {
            return 0;
        }
        List<LocalDateTime> due = new ArrayList<>(
                past.subList(0, Math.max(0, past.size() - tariff.graceMinutes())));
        if (due.isEmpty()) {
            due.add(past.isEmpty() ? running : past.getFirst());
        }
        return switch (tariff.rate()) {
            case Blocks _ -> blocks(tariff, due, past);
            case Passes _ -> passes(tariff, due, 0, new HashMap<>());
            case DayTickets _ -> tickets(tariff, due, past);
        };
    }

    private Stretch holding(long m) {
        Stretch holding = stretches.getFirst();
        for (Stretch stretch : stretches) {
            long from = Duration.between(stretches.getFirst().from(), stretch.from()).toMinutes();
            if (from <= m) {
                holding = stretch;
            }
        }
        return holding;
    }

    private LocalDateTime local(long m) {
        return stretches.getFirst().from().plus(Duration.ofMinutes(m)).atZone(zone)
                .toLocalDateTime();
    }

    private static long blocks(Tariff tariff, List<LocalDateTime> due, List<LocalDateTime> past) {
        Map<LocalDate, Long> days = new TreeMap<>();
        int next = 0;
        long accrued = 0;
        for (int m = 0; m < due.size(); m++) {
            Blocks rate = (Blocks) tariff.rateAt(due.get(m));
            int length = rate.later().minutes();
            if (m == 0) {
                days.merge(due.get(m).toLocalDate(), rate.first().amount(), Long::sum);
                next = rate.first().minutes();
            } else if (m == next && rate.later().prorated()) {
                long before = Math.round((double) accrued / length);
                accrued += rate.later().amount();
                days.merge(due.get(m).toLocalDate(),
                        Math.round((double) accrued / length) - before, Long::sum);
                next++;
            } else if (m == next) {
                days.merge(due.get(m).toLocalDate(), rate.later().amount(), Long::sum);
                next += length;
            }
        }
        long total = 0;
        Map<LocalDate, List<LocalDateTime>> minutes = new TreeMap<>();
        due.forEach(m -> minutes.computeIfAbsent(m.toLocalDate(), _ -> new ArrayList<>()));
        past.forEach(m -> minutes.computeIfAbsent(m.toLocalDate(), _ -> new ArrayList<>()).add(m));
        for (LocalDate date : minutes.keySet()) {
            List<LocalDateTime> used = minutes.get(date);
            LocalDateTime first = used.isEmpty() ? due.getFirst() : used.getFirst();
            Rate.DayPrice price = ((Blocks) tariff.rateAt(first)).dayPrice();
            long sum = days.getOrDefault(date, 0L);
            if (price == null) {
                total += sum;
            } else if (date.equals(due.getFirst().toLocalDate()) && price.fromMinutes() != null
                    && used.size() >= price.fromMinutes()) {
                total += price.amount();
            } else {
                total += Math.min(sum, price.amount());
            }
        }
        return total;
    }

    /** The cheapest way to cover what is left from minute {@code m} on: every pass is tried. */
    private static long passes(Tariff tariff, List<LocalDateTime> due, int m,
            Map<Integer, Long> known) {
        if (m >= due.size()) {
            return 0;
        }
        Long before = known.get(m);
        if (before != null) {
            return before;
        }
        Passes rate = (Passes) tariff.rateAt(due.get(m));
        long best = Long.MAX_VALUE;
        for (Rate.Pass pass : rate.passes()) {
            best = Math.min(best,
                    pass.amount() + passes(tariff, due, m + pass.minutes(), known));
        }
        Long day = rate.dayAmount();
        if (day != null) {
            int tomorrow = m;
            while (tomorrow < due.size()
                    && due.get(tomorrow).toLocalDate().equals(due.get(m).toLocalDate())) {
                tomorrow++;
            }
            best = Math.min(best, day + passes(tariff, due, tomorrow, known));
        }
        known.put(m, best);
        return best;
    }

    private static long tickets(Tariff tariff, List<LocalDateTime> due,
            List<LocalDateTime> past) {
        Map<LocalDate, LocalDateTime> begun = new TreeMap<>();
        due.forEach(m -> begun.putIfAbsent(m.toLocalDate(), m));
        long total = 0;
        for (LocalDate date : begun.keySet()) {
            long used = past.stream().filter(m -> m.toLocalDate().equals(date)).count();
            DayTickets rate = (DayTickets) tariff.rateAt(begun.get(date));
            long amount = 0;
            for (Rate.Ticket ticket : rate.tickets()) {
                amount = ticket.fromMinutes() <= used ? ticket.amount() : amount;
            }
            total += amount;
        }
        return total;
    }
}
