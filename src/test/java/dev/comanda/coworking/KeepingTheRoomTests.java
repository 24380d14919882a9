package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** Forgotten sessions. In Mexico City 16:00Z is 10:00 all year. */
@Timeout(60)
class KeepingTheRoomTests extends InARoom {

    private static final Instant FRIDAY_AT_TEN = Instant.parse("2026-11-27T16:00:00Z");
    private static final Instant FRIDAY_CLOSING = Instant.parse("2026-11-28T04:00:00Z");
    private static final String AT_TEN_PM = "{\"closing\":{\"friday\":\"22:00\"}}";

    @Autowired
    private RoomKeeper keeper;
    private String session = "";

    @BeforeEach
    void fridayMorning() {
        clock(FRIDAY_AT_TEN.minus(Duration.ofDays(3)));
    }

    private Answer set(String settings) {
        return till.send("PUT", "/api/coworking/settings",
                BodyPublishers.ofString(settings), "Content-Type",
                "application/json");
    }

    private void sitDownOnFriday() {
        clock(FRIDAY_AT_TEN);
        session = opened("M4");
    }

    @Test
    void who_is_there_for_too_long_is_said_once() {
        assertThat(set("{\"alertAfterMinutes\":240,\"closing\":{}}").status()).isEqualTo(200);
        sitDownOnFriday();
        clock(FRIDAY_AT_TEN.plus(Duration.ofHours(4)).minusMillis(1));
        keeper.look();
        assertThat(find(session).json().has("overdueSince")).isFalse();

        clock(FRIDAY_AT_TEN.plus(Duration.ofHours(5)));
        Together.all(4, _ -> {
            keeper.look();
            return true;
        });

        Answer overdue = find(session);
        assertThat(overdue.json().path("overdueSince").asString())
                .isEqualTo("2026-11-27T20:00:00.000Z");
        assertThat(overdue.json().path("status").asString()).isEqualTo("active");
        assertTold("session.overdue", overdue);
        assertThat(events(session)).hasSize(2);
    }

    @Test
    void the_closing_time_ends_what_is_still_open_however_late_somebody_looks() {
        assertThat(set(AT_TEN_PM).text()).isEqualTo(AT_TEN_PM);
        sitDownOnFriday();
        addLatte(session);
        clock(FRIDAY_CLOSING.minusMillis(1));
        keeper.look();
        assertThat(find(session).json().path("status").asString()).isEqualTo("active");

        clock(FRIDAY_CLOSING.plus(Duration.ofHours(31)));
        Together.all(4, _ -> {
            keeper.look();
            return true;
        });

        Answer ended = find(session);
        assertThat(ended.json().path("status").asString()).isEqualTo("awaiting-payment");
        assertThat(ended.json().path("endedAt").asString()).isEqualTo(FRIDAY_CLOSING.toString()
                .replace("Z", ".000Z"));
        assertThat(ended.json().path("autoEnded").asBoolean()).isTrue();
        assertThat(ended.json().has("endedBy")).isFalse();
        assertThat(ended.json().path("charge").path("amount").asLong()).isEqualTo(18_000);
        assertTold("session.finished", ended);
        keeper.look();
        clock(FRIDAY_AT_TEN);
        keeper.look();
        assertThat(find(session).text()).isEqualTo(ended.text());
        Answer paid = act(session, "checkout",
                "{\"register\":\"R1\",\"tenders\":[{\"method\":\"card\"}]}");
        assertThat(paid.json().path("total").asLong()).isEqualTo(23_500);
        assertThat(find(session).json().path("endedAt")).isEqualTo(ended.json().path("endedAt"));
    }

    @Test
    void a_session_that_cannot_be_read_keeps_no_other_waiting() {
        set(AT_TEN_PM);
        clock(FRIDAY_AT_TEN);
        shop.jdbc().sql("""
            INSERT INTO coworking_sessions (location_id, id, seat, guest_name, people, tariff,
                                            started_at, schedule, schedule_until, opened_by)
            VALUES (?, '00000000-0000-0000-0000-000000000000', 'M1', 'No stretch', 1, 'hourly',
                    room_now() - interval '1 hour', '[]', room_now(),
                    gen_random_uuid())
            """).params(shop.id()).update();
        session = opened("M4");

        clock(FRIDAY_CLOSING);
        keeper.look();

        assertThat(find(session).json().path("status").asString()).isEqualTo("awaiting-payment");
        shop.jdbc().sql("DELETE FROM coworking_sessions WHERE location_id = ? AND seat = 'M1'")
                .params(shop.id()).update();
    }

    @Test
    void a_session_that_begins_after_the_closing_time_goes_on_to_the_next() {
        set("{\"closing\":{\"friday\":\"22:00\",\"saturday\":\"24:00\"}}");
        clock(FRIDAY_CLOSING.plusSeconds(60));
        session = opened("M4");
        clock(FRIDAY_CLOSING.plus(Duration.ofHours(20)));
        keeper.look();
        assertThat(find(session).json().path("status").asString()).isEqualTo("active");

        clock(FRIDAY_CLOSING.plus(Duration.ofHours(27)));
        keeper.look();

        assertThat(find(session).json().path("endedAt").asString())
                .isEqualTo("2026-11-29T06:00:00.000Z");
    }

    @Test
    void a_new_setting_ends_nothing_in_the_past() {
        sitDownOnFriday();
        clock(FRIDAY_CLOSING.plusSeconds(3600));
        set(AT_TEN_PM);

        keeper.look();

        assertThat(find(session).json().path("status").asString()).isEqualTo("active");
    }

    @Test
    void closing_and_a_checkout_at_once_end_it_once() {
        set(AT_TEN_PM);
        for (int round = 0; round < 5; round++) {
            sitDownOnFriday();
            clock(FRIDAY_CLOSING.plusSeconds(30));
            List<Integer> statuses = Together.all(4, i -> {
                if (i < 2) {
                    keeper.look();
                    return 0;
                }
                return act(session, "checkout",
                        "{\"register\":\"R1\",\"tenders\":[{\"method\":\"card\"}]}").status();
            });

            assertThat(statuses).contains(201);
            assertThat(find(session).json().path("status").asString()).isEqualTo("closed");
            assertThat(events(session).stream().filter(e -> e.startsWith("session.closed")))
                    .hasSize(1);
        }
        assertThat(shop.orders()).isEqualTo(5);
    }

    @Test
    void steps_are_sent_anew_before_they_run_out() {
        sitDownOnFriday();
        Instant until = Instant.parse(find(session).json().path("scheduleUntil").asString());

        clock(until.minus(Duration.ofMinutes(5)));
        keeper.look();

        Answer renewed = find(session);
        assertThat(Instant.parse(renewed.json().path("scheduleUntil").asString()))
                .isAfter(until);
        assertTold("session.rescheduled", renewed);
    }

    @Test
    void settings_are_managers_and_in_the_audit_book() {
        Map<String, String> wrong = Map.of("{\"closing\":{\"friday\":\"25:00\"}}",
                "400 validation", "{\"closing\":{\"Freitag\":\"20:00\"}}", "400 validation",
                "{\"alertAfterMinutes\":0,\"closing\":{}}", "400 validation");
        wrong.forEach((body, problem) -> assertThat(set(body).problem()).isEqualTo(problem));
        assertThat(till.get("/api/coworking/settings").text()).isEqualTo("{\"closing\":{}}");
        Till cashier = shop.till("cashier");
        assertThat(cashier.send("PUT", "/api/coworking/settings",
                BodyPublishers.ofString(AT_TEN_PM), "Content-Type",
                "application/json").problem()).isEqualTo("403 forbidden");

        set(AT_TEN_PM);
        set("{\"alertAfterMinutes\":60,\"closing\":{}}");

        assertThat(cashier.get("/api/coworking/settings").text())
                .isEqualTo("{\"alertAfterMinutes\":60,\"closing\":{}}");
        assertThat(shop.jdbc().sql("""
            SELECT count(before) || ' of ' || count(*) FROM audit_entries
             WHERE location_id = ? AND entity = 'room_settings'
            """).params(shop.id()).query(String.class).single()).isEqualTo("1 of 2");
    }
}
