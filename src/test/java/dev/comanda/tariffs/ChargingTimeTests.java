package dev.comanda.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.tariffs.Schedule.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChargingTimeTests {

    private static final ZoneId MEXICO = ZoneId.of("America/Mexico_City");
    private static final Instant TEN = Instant.parse("2026-11-24T16:00:00Z");
    private static final Tariff HOURLY = Tariff.parse("""
        {"code":"hourly","name":"Por hora","taxRateBp":1600,"perPerson":true,"graceMinutes":5,
         "rate":{"blocks":{"first":{"minutes":60,"amount":5800},
                           "later":{"minutes":30,"amount":2900,"prorated":false},
                           "dayPrice":{"amount":18000,"fromMinutes":180}}},
         "windows":[]}
        """);

    @Test
    void the_first_hour_then_half_hours_with_grace_and_a_day_price() {
        Schedule schedule = stay(1).scheduleAt(TEN);

        assertThat(schedule.steps()).startsWith(new Step(0, 5800), new Step(66, 8700),
                new Step(96, 11600), new Step(126, 14500), new Step(156, 17400),
                new Step(180, 18000));
    }

    @Test
    void each_person_is_charged() {
        assertThat(stay(3).chargeAt(TEN.plusSeconds(66 * 60)).amount()).isEqualTo(3 * 8700);
        assertThat(stay(3).chargeAt(TEN.plusSeconds(66 * 60 - 1)).amount()).isEqualTo(3 * 5800);
    }

    private static Stay stay(int people) {
        return new Stay(MEXICO, List.of(new Stay.Stretch(TEN, people, HOURLY)));
    }
}
