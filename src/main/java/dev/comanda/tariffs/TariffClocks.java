package dev.comanda.tariffs;

import dev.comanda.tariffs.Charge.Part;
import dev.comanda.tariffs.Clock.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** All clocks that one tariff lets run in a stay, and their meters. */
final class TariffClocks {

    private final Tariff tariff;
    private final Clock anybody;
    private final List<Reader> readers = new ArrayList<>();

    private record Reader(Clock clock, Meter meter) {}

    /** So many people, under this tariff, in minutes of the stay. */
    record Presence(Run run, int people) {}

    /**
     * Clocks for the first so many people, the next so many, as they came and went.
     *
     * @param presences in order, not empty; none begins after {@code lastMinute}
     */
    TariffClocks(Tariff tariff, List<Presence> presences, Clock.Origin origin, long lastMinute) {
        this.tariff = tariff;
        this.anybody = new Clock(tariff, runs(presences, 1), origin, lastMinute);
        int below = 0;
        for (int people : levels(tariff, presences)) {
            Clock clock = people == 1
                    ? anybody
                    : new Clock(tariff, runs(presences, people), origin, lastMinute);
            readers.add(new Reader(clock, Meter.of(clock, people - below)));
            below = people;
        }
    }

    long amountAt(long minute) {
        long amount = 0;
        for (Reader reader : readers) {
            if (reader.clock.begin() <= minute) {
                amount = Money.plus(amount, reader.meter.amountAt(reader.clock.minutesAt(minute)));
            }
        }
        return amount;
    }

    /** The order line at that minute, which is not before the tariff's first. */
    Charge.Line lineAt(long minute) {
        List<Part> parts = new ArrayList<>();
        for (Reader reader : readers) {
            if (reader.clock.begin() <= minute) {
                parts.addAll(reader.meter.partsAt(reader.clock.minutesAt(minute)));
            }
        }
        return new Charge.Line(tariff.code(), tariff.name(), tariff.taxRateBp(),
                anybody.minutesAt(minute), amountAt(minute), parts);
    }

    /** Where one more person's clock differs from that of the one before. */
    private static Iterable<Integer> levels(Tariff tariff, List<Presence> presences) {
        TreeSet<Integer> levels = new TreeSet<>();
        if (tariff.perPerson()) {
            presences.forEach(presence -> levels.add(presence.people));
        } else {
            levels.add(1);
        }
        return levels;
    }

    private static List<Run> runs(List<Presence> presences, int people) {
        return presences.stream().filter(presence -> presence.people >= people)
                .map(Presence::run).toList();
    }
}
