package dev.comanda.tariffs;

import dev.comanda.tariffs.Rate.Blocks;
import dev.comanda.tariffs.Rate.DayPrice;
import dev.comanda.tariffs.Rate.DayTickets;
import dev.comanda.tariffs.Rate.First;
import dev.comanda.tariffs.Rate.Later;
import dev.comanda.tariffs.Rate.Pass;
import dev.comanda.tariffs.Rate.Passes;
import dev.comanda.tariffs.Rate.Ticket;
import dev.comanda.tariffs.Stay.Stretch;
import dev.comanda.web.ProblemException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Tariffs that pass the check, and stays around midnights and both turns of the clocks. */
final class RandomStays {

    /** Clocks turned in Mexico City until 2022; in Havana and Cairo they turn at midnight. */
    private static final List<Night> NIGHTS = List.of(
            new Night("America/Mexico_City", "2026-11-24T23:50"),
            new Night("America/Mexico_City", "2022-04-03T02:00"),
            new Night("America/Mexico_City", "2022-10-30T02:00"),
            new Night("Europe/Madrid", "2026-03-29T02:00"),
            new Night("Europe/Madrid", "2026-10-25T03:00"),
            new Night("America/Havana", "2026-03-08T00:00"),
            new Night("America/Havana", "2026-11-01T01:00"),
            new Night("Africa/Cairo", "2026-04-24T00:00"),
            new Night("Asia/Kathmandu", "2026-12-31T23:59"));
    private static final List<String> DAYS = List.of("monday", "tuesday", "wednesday", "thursday",
            "friday", "saturday", "sunday");

    private final Random random;

    private record Night(String zone, String local) {}

    /** A stay, and how to say which. */
    record Case(ZoneId zone, List<Stretch> stretches) {

        Stay stay() {
            return new Stay(zone, stretches);
        }

        Instant at(long minute) {
            return stretches.getFirst().from().plusSeconds(60 * minute);
        }
    }

    RandomStays(long seed) {
        random = new Random(seed);
    }

    static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    /** Up to so many changes within ten hours, at instants that are no whole minutes. */
    Case next(int changes) {
        Night night = NIGHTS.get(random.nextInt(NIGHTS.size()));
        ZoneId zone = ZoneId.of(night.zone);
        Instant from = LocalDateTime.parse(night.local).atZone(zone).toInstant()
                .minusSeconds(random.nextInt(6 * 3600)).plusNanos(random.nextInt(1_000_000_000));
        List<Tariff> tariffs = List.of(tariff(), tariff());
        List<Stretch> stretches = new ArrayList<>();
        for (int i = random.nextInt(changes + 1); i >= 0; i--) {
            stretches.add(new Stretch(from, 1 + random.nextInt(4),
                    tariffs.get(random.nextInt(2))));
            from = from.plusMillis(random.nextInt(3 * 3600_000));
        }
        return new Case(zone, stretches);
    }

    /** The same with stretches that change nothing. */
    Case split(Case whole) {
        List<Stretch> stretches = new ArrayList<>();
        for (Stretch stretch : whole.stretches()) {
            stretches.add(stretch);
        }
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int after = random.nextInt(stretches.size());
            Stretch cut = stretches.get(after);
            long room = after + 1 < stretches.size()
                    ? cut.from().until(stretches.get(after + 1).from()).toMillis()
                    : 5 * 3600_000;
            stretches.add(after + 1, new Stretch(cut.from().plusMillis(random.nextLong(room + 1)),
                    cut.people(), cut.tariff()));
        }
        return new Case(whole.zone(), stretches);
    }

    long minute(int bound) {
        return random.nextInt(bound);
    }

    Tariff tariff() {
        Tariff tariff = anyTariff();
        while (isRefused(tariff)) {
            tariff = anyTariff();
        }
        return tariff;
    }

    /** For overlapping windows, a day price that jumps, too much grace. */
    private static boolean isRefused(Tariff tariff) {
        try {
            TariffCheck.require(tariff, "");
            return false;
        } catch (ProblemException refused) {
            return true;
        }
    }

    private Tariff anyTariff() {
        int kind = random.nextInt(3);
        Rate shape = rate(kind, null);
        List<Window> windows = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            windows.add(new Window(DAYS.stream().filter(_ -> random.nextBoolean()).toList(),
                    LocalTime.of(random.nextInt(24), random.nextInt(60)),
                    random.nextInt(4) == 0
                            ? LocalTime.MIDNIGHT
                            : LocalTime.of(random.nextInt(24), random.nextInt(60)),
                    rate(kind, shape)));
        }
        return new Tariff("t" + random.nextInt(1000), "Tarifa", 1600, random.nextBoolean(),
                random.nextInt(10), shape, windows);
    }

    private Rate rate(int kind, @Nullable Rate shape) {
        return switch (kind) {
            case 0 -> blocks((Blocks) shape);
            case 1 -> passes();
            default -> tickets();
        };
    }

    private Blocks blocks(@Nullable Blocks shape) {
        int first = shape == null ? 1 + random.nextInt(120) : shape.first().minutes();
        int later = shape == null ? 1 + random.nextInt(90) : shape.later().minutes();
        boolean prorated = shape == null ? random.nextInt(3) == 0 : shape.later().prorated();
        DayPrice day = switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new DayPrice(random.nextInt(20_000), null);
            default -> new DayPrice(random.nextInt(20_000), 1 + random.nextInt(400));
        };
        return new Blocks(new First(first, random.nextInt(6000)),
                new Later(later, random.nextInt(4000), prorated), day);
    }

    private Passes passes() {
        List<Pass> passes = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            passes.add(new Pass("p" + i, 10 + random.nextInt(400), 1 + random.nextInt(9000)));
        }
        return new Passes(passes, random.nextBoolean() ? 1 + random.nextLong(20_000) : null);
    }

    private DayTickets tickets() {
        List<Ticket> tickets = new ArrayList<>();
        int from = 0;
        long amount = random.nextInt(1000);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            tickets.add(new Ticket("d" + i, from, amount));
            from += 1 + random.nextInt(400);
            amount += random.nextInt(3000);
        }
        return new DayTickets(tickets);
    }
}
