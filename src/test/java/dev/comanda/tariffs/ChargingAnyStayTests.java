package dev.comanda.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.tariffs.RandomStays.Case;
import dev.comanda.tariffs.Rate.Blocks;
import dev.comanda.tariffs.Rate.DayTickets;
import dev.comanda.tariffs.Rate.Passes;
import dev.comanda.tariffs.Schedule.Step;
import dev.comanda.tariffs.Stay.Stretch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every tariff and every stay. -Dseed=n repeats one. */
class ChargingAnyStayTests {

    private static final int HORIZON = 36 * 60;

    private final long seed = RandomStays.seed();
    private final RandomStays random = new RandomStays(seed);

    @Test
    void the_charge_is_what_counting_minute_by_minute_says() {
        for (int i = 0; i < 150; i++) {
            Case any = random.next(3);
            Stay stay = any.stay();
            for (int j = 0; j < 6; j++) {
                long minute = random.minute(j < 4 ? 300 : HORIZON);
                assertThat(stay.chargeAt(any.at(minute)).amount()).as(which(i, any, minute))
                        .isEqualTo(ReferenceCharge.at(any.zone(), any.stretches(), minute));
            }
        }
    }

    @Test
    void longer_is_never_cheaper() {
        for (int i = 0; i < 12; i++) {
            Case any = random.next(4);
            Stay stay = any.stay();
            long before = 0;
            for (long minute = 0; minute < HORIZON; minute++) {
                long amount = stay.chargeAt(any.at(minute)).amount();
                assertThat(amount).as(which(i, any, minute)).isGreaterThanOrEqualTo(before);
                before = amount;
            }
        }
    }

    @Test
    void a_minute_more_costs_one_block_more_at_most() {
        for (int i = 0; i < 15; i++) {
            Case any = random.next(0);
            Stretch only = any.stretches().getFirst();
            long most = largestBlock(only.tariff())
                    * (only.tariff().perPerson() ? only.people() : 1);
            Stay stay = any.stay();
            long before = stay.chargeAt(any.at(0)).amount();
            for (long minute = 1; minute < HORIZON; minute++) {
                long amount = stay.chargeAt(any.at(minute)).amount();
                assertThat(amount - before).as(which(i, any, minute)).isLessThanOrEqualTo(most);
                before = amount;
            }
        }
    }

    @Test
    void a_split_that_changes_nothing_costs_nothing() {
        for (int i = 0; i < 400; i++) {
            Case whole = random.next(3);
            Case split = random.split(whole);
            long minute = random.minute(HORIZON);
            Instant end = whole.at(minute);
            assertThat(split.stay().chargeAt(end)).as(which(i, split, minute))
                    .isEqualTo(whole.stay().chargeAt(end));
        }
    }

    @Test
    void what_a_screen_shows_at_any_minute_is_what_checkout_charges_then() {
        for (int i = 0; i < 20; i++) {
            Case any = random.next(4);
            Stay stay = any.stay();
            long now = stay.minuteOf(any.stretches().getLast().from())
                    + random.minute(i % 3 == 0 ? 2_000 : 100);
            Schedule schedule = stay.scheduleAt(any.at(now).plusMillis(random.minute(60_000)));
            assertThat(schedule.untilMinute()).as(which(i, any, now)).isGreaterThan(now);
            assertThat(schedule.steps().getFirst().fromMinute()).isLessThanOrEqualTo(now);
            List<Step> steps = schedule.steps();
            for (int step = 0; step < steps.size(); step++) {
                long end = step + 1 < steps.size()
                        ? steps.get(step + 1).fromMinute()
                        : schedule.untilMinute();
                for (long m = steps.get(step).fromMinute(); m < end; m++) {
                    assertThat(stay.chargeAt(any.at(m)).amount()).as(which(i, any, m))
                            .isEqualTo(steps.get(step).amount());
                }
            }
        }
    }

    @Test
    void the_ticket_adds_up() {
        for (int i = 0; i < 300; i++) {
            Case any = random.next(4);
            long minute = random.minute(HORIZON);
            Charge charge = any.stay().chargeAt(any.at(minute));
            assertThat(charge.lines().stream().mapToLong(Charge.Line::amount).sum())
                    .as(which(i, any, minute)).isEqualTo(charge.amount());
            assertThat(charge.lines().stream().mapToLong(Charge.Line::minutes).sum())
                    .as(which(i, any, minute)).isEqualTo(charge.minutes()).isEqualTo(minute);
            assertThat(charge.lines()).as(which(i, any, minute)).allSatisfy(line -> {
                assertThat(line.parts().stream().mapToLong(Charge.Part::amount).sum())
                        .isEqualTo(line.amount());
                assertThat(line.parts()).allMatch(part -> part.amount() == part.people()
                        * part.count() * part.unitAmount());
            });
        }
    }

    @Test
    void an_hour_is_an_hour_whatever_the_clocks_on_the_wall_do() {
        for (int i = 0; i < 200; i++) {
            Tariff tariff = random.tariff();
            Tariff plain = new Tariff("plain", "x", 0, true, tariff.graceMinutes(),
                    withoutDays(tariff.rate()), List.of());
            Case any = random.next(0);
            Instant start = any.stretches().getFirst().from();
            Instant end = any.at(random.minute(HORIZON));
            List<Stretch> stay = List.of(new Stretch(start, 1, plain));
            assertThat(new Stay(any.zone(), stay).chargeAt(end).amount())
                    .as(which(i, any, 0)).isEqualTo(
                            new Stay(ZoneId.of("UTC"), stay).chargeAt(end).amount());
        }
    }

    @Test
    void the_dearest_year_of_a_thousand_people_is_a_number() {
        for (int i = 0; i < 12; i++) {
            Tariff tariff = dearest(random.tariff());
            Instant start = Instant.parse("2026-01-01T00:00:00.5Z");
            Stay stay = new Stay(ZoneId.of("Europe/Madrid"),
                    List.of(new Stretch(start, 999, tariff)));
            for (String end : List.of("2025-01-01T00:00:00Z", "2026-06-01T00:00:00Z",
                    "2027-01-02T00:00:00Z", "9999-12-31T00:00:00Z")) {
                Charge charge = stay.chargeAt(Instant.parse(end));
                assertThat(charge.amount()).as("seed %d, %s", seed, tariff)
                        .isBetween(0L, Stay.MAX_AMOUNT);
                assertThat(charge.minutes()).isBetween(0L, Stay.MAX_MINUTES);
                assertThat(stay.scheduleAt(Instant.parse(end)).steps()).isNotEmpty()
                        .allMatch(step -> step.amount() <= Stay.MAX_AMOUNT);
            }
        }
    }

    private String which(int i, Case any, long minute) {
        return "seed %d, case %d, minute %d: %s".formatted(seed, i, minute, any);
    }

    private static Rate withoutDays(Rate rate) {
        return switch (rate) {
            case Blocks blocks -> new Blocks(blocks.first(), blocks.later(), null);
            case Passes passes -> new Passes(passes.passes(), null);
            case DayTickets _ -> new Blocks(new Rate.First(30, 100),
                    new Rate.Later(20, 50, false), null);
        };
    }

    private static Tariff dearest(Tariff tariff) {
        long most = Stay.MAX_AMOUNT;
        Rate rate = switch (tariff.rate()) {
            case Blocks(Rate.First first, Rate.Later later, _) -> new Blocks(
                    new Rate.First(first.minutes(), most),
                    new Rate.Later(later.minutes(), most, later.prorated()), null);
            case Passes(List<Rate.Pass> passes, _) -> new Passes(passes.stream()
                    .map(pass -> new Rate.Pass(pass.name(), pass.minutes(), most)).toList(), most);
            case DayTickets _ -> new DayTickets(List.of(new Rate.Ticket("d", 0, most)));
        };
        return new Tariff("t", "t", 0, true, 0, rate, List.of());
    }

    private static long largestBlock(Tariff tariff) {
        return Stream.concat(Stream.of(tariff.rate()),
                tariff.windows().stream().map(Window::rate)).flatMapToLong(rate -> switch (rate) {
                    case Blocks(Rate.First first, Rate.Later later, _) -> LongStream.of(
                            first.amount(), later.amount());
                    case Passes passes -> LongStream.of(passes.passes().getFirst().amount());
                    case DayTickets days -> LongStream.of(days.tickets().getLast().amount());
                }).max().orElseThrow();
    }
}
