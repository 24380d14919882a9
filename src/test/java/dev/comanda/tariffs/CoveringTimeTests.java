package dev.comanda.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.tariffs.RandomStays.Case;
import dev.comanda.tariffs.Rate.Blocks;
import dev.comanda.tariffs.Rate.DayPrice;
import dev.comanda.tariffs.Rate.First;
import dev.comanda.tariffs.Rate.Later;
import dev.comanda.tariffs.Stay.Covered;
import dev.comanda.tariffs.Stay.Stretch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passes are used first. -Dseed=n repeats a random stay. */
class CoveringTimeTests {

    private static final ZoneId MEXICO = ZoneId.of("America/Mexico_City");
    /** 22:00 in the shop. */
    private static final Instant START = Instant.parse("2026-11-25T04:00:00.25Z");
    private static final Tariff HOURLY = hourly(true);

    private static Tariff hourly(boolean perPerson) {
        return new Tariff("hourly", "Por hora", 1600, perPerson, 5,
                new Blocks(new First(60, 5800), new Later(30, 2900, false),
                        new DayPrice(18_000, 180)),
                List.of());
    }

    private static Prepaid minutes(int left) {
        return new Prepaid(false, left);
    }

    private static Covered covered(int minutes, int people, Tariff tariff, Prepaid... passes) {
        return new Stay(MEXICO, List.of(new Stretch(START, people, tariff)))
                .chargeAt(START.plusSeconds(60L * minutes), Arrays.asList(passes));
    }

    /** What is left begins a first hour of its own; the grace holds past the end of a pass. */
    @ParameterizedTest
    @CsvSource({"62, 600, 0, 62", "62, 60, 0, 60", "65, 60, 0, 60", "66, 60, 5800, 60",
            "90, 60, 5800, 60", "150, 60, 8700, 60", "200, 60, 14500, 60", "90, 5, 8700, 0",
            "0, 600, 0, 1", "0, 0, 5800, 0", "500, 400, 11600, 400"})
    void minutes_pay_for_the_first_minutes(int stay, int left, long amount, int drawn) {
        Covered covered = covered(stay, 1, HOURLY, minutes(left));

        assertThat(covered.charge().amount()).isEqualTo(amount);
        assertThat(covered.drawn()).containsExactly(drawn);
    }

    @Test
    void one_person_after_the_other_is_paid_for() {
        assertThat(covered(90, 2, HOURLY, minutes(90)).charge().amount()).isEqualTo(8700);
        Covered both = covered(90, 2, HOURLY, minutes(150));
        assertThat(both.charge().amount()).isEqualTo(5800);
        assertThat(both.drawn()).containsExactly(150);
        assertThat(covered(90, 2, HOURLY, minutes(175)).charge().amount()).isZero();
    }

    @Test
    void a_seat_has_one_clock_to_pay_for() {
        Covered room = covered(90, 4, hourly(false), minutes(600));

        assertThat(room.charge().amount()).isZero();
        assertThat(room.drawn()).containsExactly(90);
        assertThat(covered(150, 4, hourly(false), minutes(60)).charge().amount()).isEqualTo(8700);
    }

    @Test
    void several_passes_are_used_in_their_order() {
        Covered covered = covered(120, 1, HOURLY, minutes(50), minutes(50), minutes(500));

        assertThat(covered.charge().amount()).isZero();
        assertThat(covered.drawn()).containsExactly(50, 50, 20);
        assertThat(covered(60, 1, HOURLY, minutes(30), minutes(30)).charge().amount()).isZero();
    }

    /** From 22:00 to 01:40: a day ends at midnight, by the shop's clock. */
    @Test
    void a_day_pays_to_midnight() {
        Covered one = covered(220, 1, HOURLY, new Prepaid(true, 1));
        assertThat(one.charge().amount()).isEqualTo(11_600);
        assertThat(one.drawn()).containsExactly(1);
        Covered two = covered(220, 1, HOURLY, new Prepaid(true, 5));
        assertThat(two.charge().amount()).isZero();
        assertThat(two.drawn()).containsExactly(2);
        assertThat(covered(220, 1, HOURLY, minutes(20), new Prepaid(true, 1), minutes(100))
                .drawn()).containsExactly(20, 1, 100);
        assertThat(covered(122, 1, HOURLY, new Prepaid(true, 5)).drawn()).containsExactly(1);
    }

    @Test
    void what_is_paid_for_is_on_the_ticket_at_no_cost() {
        Charge charge = covered(90, 1, HOURLY, minutes(100)).charge();

        assertThat(charge.lines()).containsExactly(
                new Charge.Line("hourly", "Por hora", 1600, 90, 0, List.of()));
        assertThat(charge.minutes()).isEqualTo(90);
    }

    @Test
    void passes_never_make_any_stay_dearer_nor_give_more_than_they_have() {
        long seed = RandomStays.seed();
        RandomStays random = new RandomStays(seed);
        for (int i = 0; i < 300; i++) {
            Case any = random.next(4);
            Instant end = any.at(random.minute(1500));
            List<Prepaid> passes = IntStream.rangeClosed(0, i % 3)
                    .mapToObj(_ -> new Prepaid(random.minute(3) == 0, (int) random.minute(400)))
                    .toList();
            Covered covered = any.stay().chargeAt(end, passes);
            Charge full = any.stay().chargeAt(end);

            assertThat(covered.charge().amount()).as("seed %d, %d: %s", seed, i, any)
                    .isBetween(0L, full.amount());
            boolean drawn = covered.drawn().stream().anyMatch(amount -> amount > 0);
            assertThat(drawn).as("seed %d, %d: %s", seed, i, any)
                    .isEqualTo(covered.charge().amount() < full.amount());
            for (int pass = 0; pass < passes.size(); pass++) {
                assertThat(covered.drawn().get(pass)).isBetween(0, passes.get(pass).left());
            }
            assertThat(covered.charge().lines().stream().mapToLong(Charge.Line::amount).sum())
                    .isEqualTo(covered.charge().amount());
        }
    }

    /** Each minute of each clock is paid once: by a pass, by money, or within the grace. */
    @Test
    void no_minute_is_lost_or_paid_twice() {
        long seed = RandomStays.seed();
        RandomStays random = new RandomStays(seed);
        for (int i = 0; i < 300; i++) {
            int stay = (int) random.minute(900);
            int people = 1 + i % 3;
            int left = (int) random.minute(2000);
            Tariff tariff = hourly(i % 2 == 0);
            int clocks = i % 2 == 0 ? people : 1;
            Cover cover = new Cover(List.of(new Stay.Span(0, people, tariff)), stay,
                    new Clock.Origin(START, MEXICO), List.of(minutes(left)));
            long unpaid = 0;
            List<Stay.Span> rest = cover.rest();
            for (int k = 0; k < rest.size(); k++) {
                long to = k + 1 < rest.size() ? rest.get(k + 1).from() : stay;
                int there = rest.get(k).people();
                unpaid += (to - rest.get(k).from())
                        * (tariff.perPerson() ? there : Math.min(there, 1));
            }
            assertThat(cover.drawn().getFirst() + unpaid).as("seed %d, %d", seed, i)
                    .isBetween((long) stay * clocks - 5L * clocks,
                            (long) Math.max(stay, 1) * clocks);
        }
    }
}
