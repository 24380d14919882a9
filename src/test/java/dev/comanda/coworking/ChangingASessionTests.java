package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangingASessionTests extends InARoom {

    private final String key = Till.newKey();
    private String session = "";

    @BeforeEach
    void guest() {
        session = opened("M4");
    }

    private static String to(String seat) {
        return "{\"seat\":\"" + seat + "\"}";
    }

    @Test
    void a_second_person_is_charged_from_that_minute_on() {
        earlier(session, 70);

        Answer changed = act(till, key, session, "people", "{\"people\":2}");

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("people").asInt()).isEqualTo(2);
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(changed.json().path("schedule").toString()).startsWith("""
            [{"fromMinute":0,"amount":5800},{"fromMinute":66,"amount":8700},\
            {"fromMinute":70,"amount":14500},{"fromMinute":96,"amount":17400},""");
        assertTold("session.people-changed", changed);
        assertThat(act(till, key, session, "people", "{\"people\":2}").text())
                .isEqualTo(changed.text());
    }

    @Test
    void moving_to_another_seat_costs_nothing_and_frees_the_old_one() {
        String before = find(session).json().path("schedule").toString();
        earlier(session, 30);

        Answer moved = act(till, key, session, "move", to("M5"));

        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().path("seat").asString()).isEqualTo("M5");
        assertThat(moved.json().path("schedule").toString().substring(0, 90))
                .isEqualTo(before.substring(0, 90));
        assertTold("session.moved", moved);
        assertThat(opened("M4")).isNotEqualTo(session);
        assertThat(shop.jdbc().sql("""
            SELECT string_agg(seat, ' ' ORDER BY stretch_no) FROM session_stretches
             WHERE location_id = ? AND session_id = ?::uuid
            """).params(shop.id(), session).query(String.class).single()).isEqualTo("M4 M5");
    }

    @Test
    void another_seat_may_have_another_tariff() {
        earlier(session, 30);

        Answer moved = act(session, "move", "{\"seat\":\"G1\",\"tariff\":\"room\"}");

        assertThat(moved.json().path("tariff").asString()).isEqualTo("room");
        assertThat(moved.json().path("schedule").toString()).startsWith("""
            [{"fromMinute":0,"amount":5800},{"fromMinute":30,"amount":25800},\
            {"fromMinute":91,"amount":45800},""");
        assertThat(act(session, "move", "{\"seat\":\"M4\",\"tariff\":\"nightly\"}").problem())
                .isEqualTo("422 unknown-tariff");
    }

    @Test
    void there_must_be_room_enough() {
        assertThat(act(session, "people", "{\"people\":3}").problem())
                .isEqualTo("422 over-capacity");
        act(session, "move", to("G1"));
        assertThat(act(session, "people", "{\"people\":3}").status()).isEqualTo(200);
        assertThat(act(session, "move", to("M4")).problem()).isEqualTo("422 over-capacity");
    }

    @Test
    void a_seat_that_was_switched_off_keeps_whom_it_has_and_takes_nobody_else() {
        shop.jdbc().sql("UPDATE seats SET active = false WHERE location_id = ? AND code <> 'M1'")
                .params(shop.id()).update();

        assertThat(act(session, "people", "{\"people\":2}").status()).isEqualTo(200);
        assertThat(act(session, "move", to("M5")).problem()).isEqualTo("422 unknown-seat");
        assertThat(act(session, "move", to("M1")).status()).isEqualTo(200);
        assertThat(act(session, "move", to("M4")).problem()).isEqualTo("422 unknown-seat");
    }

    @Test
    void of_guests_who_move_to_one_seat_at_once_one_gets_it() {
        List<String> guests = List.of(session, opened("M1"), opened("M2"), opened("M3"));

        List<Answer> answers = Together.all(8, i -> i < 4
                ? act(guests.get(i), "move", to("M6"))
                : open(Till.newKey(), wish("M6")));

        assertThat(answers.stream().filter(answer -> answer.status() < 300)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() >= 300)
                .map(Answer::problem)).hasSize(7).containsOnly("409 seat-taken");
    }

    @Test
    void two_who_swap_seats_are_both_refused_and_neither_waits() {
        String other = opened("M5");

        for (int i = 0; i < 20; i++) {
            List<Answer> answers = Together.all(2, n -> n == 0
                    ? act(session, "move", to("M5"))
                    : act(other, "move", to("M4")));
            assertThat(answers).extracting(Answer::problem).containsOnly("409 seat-taken");
        }
    }

    @Test
    void changes_at_once_are_all_made_one_after_the_other() {
        List<Answer> answers = Together.all(12, i -> i % 2 == 0
                ? act(session, "people", "{\"people\":" + (1 + i % 4 / 2) + "}")
                : act(session, "move", to(i % 4 == 1 ? "M5" : "M6")));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(answer -> answer.json().path("version").asInt()))
                .doesNotHaveDuplicates();
        assertThat(find(session).json().path("version").asInt()).isEqualTo(13);
        assertThat(shop.jdbc().sql("""
            SELECT count(*) FROM session_stretches AS a
              JOIN session_stretches AS b USING (location_id, session_id)
             WHERE location_id = ? AND a.stretch_no < b.stretch_no AND a.from_at > b.from_at
            """).params(shop.id()).query(Long.class).single()).as("out of order").isZero();
    }
}
