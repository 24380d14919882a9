package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CorrectingASessionTests extends InARoom {

    private static final String BY_CARD = """
        {"register":"R1","tenders":[{"method":"card"}]}""";

    private final String key = Till.newKey();
    private String session = "";

    @BeforeEach
    void guest() {
        clock(TEN);
        session = opened("M4");
        clock(TEN.plus(Duration.ofMinutes(100)));
    }

    private Answer correct(String figures) {
        return act(till, key, session, "corrections", "{" + figures + ",\"reason\":\"apagón\"}");
    }

    @Test
    void a_start_that_was_wrong_changes_what_is_shown_and_charged() {
        Answer corrected = correct("\"startedAt\":\"2026-11-27T16:40:00Z\"");

        assertThat(corrected.status()).as(corrected.text()).isEqualTo(200);
        assertThat(corrected.json().path("status").asString()).isEqualTo("active");
        assertThat(corrected.json().path("startedAt").asString())
                .isEqualTo("2026-11-27T16:40:00.000Z");
        assertThat(corrected.json().path("corrections").path(0).path("before").toString())
                .isEqualTo("{\"startedAt\":\"2026-11-27T16:00:00.000Z\"}");
        assertThat(corrected.json().path("corrections").path(0).path("reason").asString())
                .isEqualTo("apagón");
        assertTold("session.corrected", corrected);
        assertThat(correct("\"startedAt\":\"2026-11-27T16:40:00Z\"").text())
                .isEqualTo(corrected.text());
        assertThat(act(session, "checkout", BY_CARD).json().path("total").asLong())
                .isEqualTo(5800);
    }

    @Test
    void an_end_stops_the_clock_as_of_then() {
        Answer corrected = correct("\"endedAt\":\"2026-11-27T17:05:00Z\"");

        assertThat(corrected.json().path("status").asString()).isEqualTo("awaiting-payment");
        assertThat(corrected.json().path("charge").path("amount").asLong()).isEqualTo(5800);
        assertThat(opened("M4")).isNotEqualTo(session);
        assertThat(act(session, "checkout", BY_CARD).json().path("total").asLong())
                .isEqualTo(5800);
    }

    @Test
    void an_amount_is_charged_and_explained_as_corrected() {
        addLatte(session);
        Answer corrected = correct("\"amount\":4200");

        assertThat(corrected.json().path("charge").path("amount").asLong()).isEqualTo(4200);
        clock(TEN.plus(Duration.ofHours(9)));
        Answer paid = act(session, "checkout", BY_CARD);
        assertThat(paid.json().path("total").asLong()).isEqualTo(9700);
        assertThat(values(paid.json().path("charge").path("lines").path(0).path("parts"), "kind"))
                .containsExactly("corrected");
    }

    @Test
    void old_and_new_figures_stay_with_who_said_so() {
        act(session, "finish", "");
        String before = find(session).text();
        Answer first = correct("\"amount\":4200");
        Answer second = act(session, "corrections",
                "{\"startedAt\":\"2026-11-27T16:30:00Z\",\"reason\":\"llegó después\"}");

        assertThat(second.json().path("corrections")).hasSize(2);
        assertThat(second.json().path("corrections").path(0))
                .isEqualTo(first.json().path("corrections").path(0));
        assertThat(second.json().path("corrections").path(1).path("before").path("amount")
                .asLong()).isEqualTo(4200);
        assertThat(second.json().path("charge").path("amount").asLong()).isEqualTo(8700);
        assertThat(shop.jdbc().sql("""
            SELECT before || after FROM audit_entries
             WHERE location_id = ? AND entity_id = ? AND action = 'correct'
             ORDER BY created_at LIMIT 1
            """).params(shop.id(), session).query(String.class).single())
                .isEqualTo(before + first.text());
        assertThat(shop.jdbc().sql("""
            SELECT from_at FROM session_stretches WHERE location_id = ? AND session_id = ?::uuid
            """).params(shop.id(), session).query(OffsetDateTime.class).single()
                .toInstant()).isEqualTo(TEN);
    }

    @Test
    void what_was_paid_is_voided_first_and_then_corrected() {
        Answer paid = act(session, "checkout", BY_CARD);
        assertThat(correct("\"amount\":4200").problem()).isEqualTo("409 session-not-active");

        till.voidOrder(paid.json().path("id").asString(), Till.newKey());
        assertThat(correct("\"amount\":4200").status()).isEqualTo(200);

        assertThat(act(session, "checkout", BY_CARD).json().path("total").asLong())
                .isEqualTo(4200);
        assertThat(till.byId(paid.json().path("id").asString()).json().path("total"))
                .isEqualTo(paid.json().path("total"));
    }

    @Test
    void impossible_times_change_nothing() {
        Map<String, String> before = shop.everything();

        assertThat(correct("\"startedAt\":\"2026-11-27T18:00:00Z\"").problem())
                .isEqualTo("422 impossible-times");
        assertThat(correct("\"endedAt\":\"2026-11-27T15:00:00Z\"").problem())
                .isEqualTo("422 impossible-times");
        assertThat(correct("\"endedAt\":\"2026-11-27T19:00:00Z\"").problem())
                .isEqualTo("422 impossible-times");
        assertThat(act(session, "corrections", "{\"amount\":1}").problem())
                .isEqualTo("400 validation");

        assertThat(shop.everything()).isEqualTo(before);
    }

    @Test
    void a_cashier_needs_a_manager() {
        Till cashier = shop.till("cashier");

        assertThat(act(cashier, key, session, "corrections", "{\"amount\":0,\"reason\":\"x\"}")
                .problem()).isEqualTo("403 approval-required");
        assertThat(act(shop.till("manager"), key, session, "corrections",
                "{\"amount\":0,\"reason\":\"x\"}").json().path("charge").path("amount").asLong())
                .isZero();
    }

    @Test
    void changes_before_a_later_start_hold_from_the_start() {
        clock(TEN.plus(Duration.ofMinutes(10)));
        act(session, "people", "{\"people\":2}");
        clock(TEN.plus(Duration.ofMinutes(100)));

        correct("\"startedAt\":\"2026-11-27T16:40:00Z\"");

        assertThat(act(session, "checkout", BY_CARD).json().path("total").asLong())
                .isEqualTo(11600);
    }
}
