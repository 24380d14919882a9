package dev.comanda.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.tariffs.Schedule.Step;
import dev.comanda.tariffs.Stay.Stretch;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/vectors/tariffs.json: worked out by hand, for any program to check itself by. */
class ChargingTimeTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode FILE = JSON.readTree(Path.of("docs", "vectors", "tariffs.json"));
    private static final Map<String, Tariff> TARIFFS = FILE.path("tariffs").valueStream()
            .map(rules -> Tariff.parse(rules.toString()))
            .collect(Collectors.toMap(Tariff::code, Function.identity()));

    /** A stay under its name. */
    record Vector(String name, ZoneId zone, List<Stretch> stretches, JsonNode json) {

        static Vector of(JsonNode json) {
            return new Vector(json.path("name").asString(),
                    ZoneId.of(json.path("timeZone").asString()), json.path("stretches")
                            .valueStream().map(s -> new Stretch(
                                    Instant.parse(s.path("from").asString()),
                                    s.path("people").asInt(),
                                    tariff(s.path("tariff").asString())))
                            .toList(),
                    json);
        }

        Stay stay() {
            return new Stay(zone, stretches);
        }

        Instant at(long minute) {
            return stretches.getFirst().from().plusSeconds(60 * minute);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() {
        return FILE.path("vectors").valueStream().map(Vector::of);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_published_vectors_are_what_is_charged(Vector vector) {
        vector.json.path("charges").forEach(charge -> {
            long minute = charge.path("minute").asLong();
            assertThat(vector.stay().chargeAt(vector.at(minute)).amount())
                    .as("minute %d", minute).isEqualTo(charge.path("amount").asLong());
            assertThat(vector.stay().chargeAt(vector.at(minute).plusMillis(59_999)).amount())
                    .as("just before minute %d", minute + 1)
                    .isEqualTo(charge.path("amount").asLong());
            assertThat(ReferenceCharge.at(vector.zone, vector.stretches, minute))
                    .as("reference, minute %d", minute)
                    .isEqualTo(charge.path("amount").asLong());
        });
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_published_tickets_are_what_is_explained(Vector vector) {
        JsonNode ticket = vector.json.path("ticket");
        if (ticket.isObject()) {
            Charge charge = vector.stay().chargeAt(vector.at(ticket.path("minute").asLong()));
            assertThat(charge.amount()).isEqualTo(ticket.path("amount").asLong());
            assertThat(JSON.readTree(JSON.writeValueAsString(charge.lines())))
                    .isEqualTo(ticket.path("lines"));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_published_schedules_are_what_screens_get(Vector vector) {
        JsonNode expected = vector.json.path("schedule");
        if (expected.isObject()) {
            Schedule schedule = vector.stay()
                    .scheduleAt(vector.at(expected.path("nowMinute").asLong()));
            assertThat(JSON.readTree(JSON.writeValueAsString(schedule.steps())))
                    .isEqualTo(expected.path("steps"));
            assertThat(schedule.untilMinute()).isEqualTo(expected.path("untilMinute").asLong());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_screen_that_reads_the_schedule_shows_the_published_charges(Vector vector) {
        long now = vector.stay().minuteOf(vector.stretches.getLast().from());
        Schedule schedule = vector.stay().scheduleAt(vector.at(now));
        vector.json.path("charges").forEach(charge -> {
            long minute = charge.path("minute").asLong();
            if (minute >= now && minute < schedule.untilMinute()) {
                assertThat(shown(schedule, minute)).as("minute %d", minute)
                        .isEqualTo(charge.path("amount").asLong());
            }
        });
    }

    @Test
    void every_published_tariff_could_be_somebodys() {
        assertThat(TARIFFS.values()).hasSizeGreaterThan(5)
                .allSatisfy(tariff -> TariffCheck.require(tariff, ""));
    }

    @Test
    void a_dense_schedule_ends_where_it_says_and_goes_on_from_there() {
        Instant eight = Instant.parse("2026-11-24T08:00:00Z");
        Stay stay = new Stay(ZoneId.of("Europe/Paris"),
                List.of(new Stretch(eight, 1, tariff("anticafe"))));

        Schedule first = stay.scheduleAt(eight);
        Schedule next = stay.scheduleAt(eight.plusSeconds(60 * first.untilMinute()));

        assertThat(first.steps()).startsWith(new Step(0, 600), new Step(61, 610)).hasSize(61);
        assertThat(first.untilMinute()).isEqualTo(121);
        assertThat(shown(next, 121)).isEqualTo(1210);
        assertThat(next.untilMinute()).isEqualTo(182);
        assertThat(stay.scheduleAt(eight.plusSeconds(60 * 280)).steps()).hasSizeLessThan(130)
                .anyMatch(step -> step.amount() == 2900);
    }

    private static Tariff tariff(String code) {
        return Objects.requireNonNull(TARIFFS.get(code), code);
    }

    private static long shown(Schedule schedule, long minute) {
        return schedule.steps().stream().filter(step -> step.fromMinute() <= minute)
                .reduce((_, later) -> later).orElseThrow().amount();
    }
}
