package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class OpeningASessionTests extends InARoom {

    private final String key = Till.newKey();

    @Test
    void the_time_runs_by_the_servers_clock_and_its_price_is_known_beforehand() {
        Answer answer = open(key, wish("M4"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonNode session = answer.json();
        assertThat(session.path("seat").asString()).isEqualTo("M4");
        assertThat(session.path("guestName").asString()).isEqualTo("Ana");
        assertThat(session.path("people").asInt()).isEqualTo(1);
        assertThat(session.path("status").asString()).isEqualTo("active");
        assertThat(session.path("tariff").asString()).isEqualTo("hourly");
        assertThat(session.path("currency").asString()).isEqualTo("MXN");
        assertThat(session.path("extras").toString()).isEqualTo("[]");
        assertThat(session.path("version").asInt()).isEqualTo(1);
        assertThat(session.path("startedAt").asString()).endsWith("Z");
        assertThat(session.path("schedule").toString()).startsWith("""
            [{"fromMinute":0,"amount":5800},{"fromMinute":66,"amount":8700},\
            {"fromMinute":96,"amount":11600},"""); // the day's cap depends on the hour
        assertThat(find(session.path("id").asString()).text()).isEqualTo(answer.text());
        assertTold("session.opened", answer);
    }

    @Test
    void a_repeated_opening_gets_the_first_answer() {
        Answer first = open(key, wish("M4"));
        act(first.json().path("id").asString(), "people", "{\"people\":2}");

        Answer again = open(key, wish("M4").replace(",", " , "));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(open(key, wish("M5")).problem()).isEqualTo("422 idempotency-key-reused");
        assertThat(till.post(SESSIONS, wish("M5")).problem())
                .isEqualTo("400 idempotency-key-missing");
        assertThat(shop.count("coworking_sessions")).isEqualTo(1);
    }

    @Test
    void an_answer_that_was_pruned_is_the_session_as_it_is() {
        open(key, wish("M4"));
        shop.jdbc().sql("UPDATE idempotency_keys SET response = NULL WHERE location_id = ?")
                .params(shop.id()).update();

        Answer again = open(key, wish("M4"));

        assertThat(again.replayed()).isTrue();
        assertThat(again.json().path("seat").asString()).isEqualTo("M4");
    }

    @Test
    void who_comes_second_hears_who_sits_there_since_when() {
        Answer first = open(key, wish("M4"));

        Answer second = open(Till.newKey(), wish("M4").replace("Ana", "Luis"));

        assertThat(second.problem()).isEqualTo("409 seat-taken");
        assertThat(second.json().path("seat").asString()).isEqualTo("M4");
        assertThat(second.json().path("guestName").asString()).isEqualTo("Ana");
        assertThat(second.json().path("since")).isEqualTo(first.json().path("startedAt"));
        assertThat(second.json().path("sessionId")).isEqualTo(first.json().path("id"));
    }

    @Test
    void of_fifty_guests_and_one_seat_one_sits_down() {
        List<Answer> answers = Together.all(50, _ -> open(Till.newKey(), wish("M4")));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(49).containsOnly("409 seat-taken");
        assertThat(shop.count("coworking_sessions")).isEqualTo(1);
        assertThat(shop.count("idempotency_keys")).isEqualTo(1);
        assertThat(shop.count("all_events")).isEqualTo(1);
    }

    @Test
    void fifty_copies_of_one_opening_are_one_session() {
        List<Answer> answers = Together.all(50, _ -> open(key, wish("M4")));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(answers.stream().filter(Answer::replayed)).hasSize(49);
    }

    @Test
    void the_database_itself_refuses_a_seat_twice() {
        opened("M4");

        assertThatThrownBy(() -> sitDown("M4")).isInstanceOf(DuplicateKeyException.class)
                .hasMessageContaining("coworking_sessions_seat_key");
    }

    @Test
    void who_sat_down_past_the_server_is_named_too() throws Exception {
        try (Connection operator = connection(); Statement sql = operator.createStatement()) {
            operator.setAutoCommit(false);
            sql.execute(insertion("M4").replace("?", Integer.toString(shop.id())));
            CompletableFuture<Answer> waits = CompletableFuture
                    .supplyAsync(() -> open(Till.newKey(), wish("M4")));
            awaitWaiting(1);
            operator.commit();

            assertThat(waits.get().problem()).isEqualTo("409 seat-taken");
            assertThat(waits.get().json().path("guestName").asString()).isEqualTo("Aparte");
        }
    }

    @ParameterizedTest
    @CsvSource({"M99, hourly, 1, 422 unknown-seat", "M6, hourly, 1, 422 unknown-seat",
            "M4, nightly, 1, 422 unknown-tariff", "M4, hourly, 3, 422 over-capacity"})
    void what_the_room_does_not_have_is_refused(String seat, String tariff, int people,
            String problem) {
        shop.jdbc().sql("UPDATE seats SET active = false WHERE location_id = ? AND code = 'M6'")
                .params(shop.id()).update();
        String wish = wish(seat).replace("hourly", tariff).replace(":1", ":" + people);

        assertThat(open(key, wish).problem()).isEqualTo(problem);

        assertThat(shop.count("coworking_sessions")).isZero();
        assertThat(open(key, wish("M4")).status()).as("the key is still free").isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"people\":0", "\"people\":1.5", "\"guestName\":\"\"",
            "\"seat\":\"m4\"", "\"startedAt\":\"2026-01-01T00:00:00Z\"", "\"amount\":1"})
    void what_is_no_opening_is_refused(String member) {
        String name = member.substring(1, member.indexOf('"', 1));
        String wish = wish("M4").replaceAll("\"" + name + "\":(\"[^\"]*\"|\\d+),?", "")
                .replaceFirst("\\{", "{" + member + ",");

        assertThat(open(key, wish).problem()).isEqualTo("400 validation");
    }

    @Test
    void a_new_version_of_the_tariff_is_for_those_who_come_after_it() {
        String before = opened("M1");
        String dearer = shop.jdbc().sql("""
            SELECT replace(rules::text, '5800', '9900') FROM tariffs
             WHERE location_id = ? AND code = 'hourly'
            """).params(shop.id()).query(String.class).single();
        tariff(shop, "hourly", dearer);

        Answer after = open(Till.newKey(), wish("M2"));
        Answer split = act(before, "people", "{\"people\":2}");

        assertThat(after.json().at("/schedule/0/amount").asLong()).isEqualTo(9900);
        assertThat(split.json().path("schedule").toString()).contains("11600")
                .doesNotContain("9900");
    }

    @Test
    void the_snapshot_has_every_active_session_and_nobody_elses() {
        Shop elsewhere = open(Shop.AMERICAN);
        furnish(elsewhere);
        elsewhere.till().post(SESSIONS, wish("M1"), "Idempotency-Key", key);
        String first = opened("M1");
        String second = opened("M2");
        String gone = opened("M3");
        act(gone, "cancel", "{\"reason\":\"left\"}");

        String snapshot = shop.jdbc().sql("SELECT coworking_snapshot(?)").params(shop.id())
                .query(String.class).single();

        assertThat(snapshot).isEqualTo("{\"sessions\":[" + find(first).text() + ","
                + find(second).text() + "]}");
    }

    private void sitDown(String seat) {
        shop.jdbc().sql(insertion(seat)).params(shop.id()).update();
    }

    private static String insertion(String seat) {
        return """
            INSERT INTO coworking_sessions (location_id, id, seat, guest_name, people, tariff,
                                            started_at, schedule, schedule_until, opened_by)
            VALUES (?, gen_random_uuid(), '%s', 'Aparte', 1, 'hourly', now(), '[]', 'infinity',
                    gen_random_uuid())
            """.formatted(seat);
    }

    private void awaitWaiting(int backends) throws SQLException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (shop.jdbc().sql("""
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'
            """).query(Integer.class).single() < backends) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
