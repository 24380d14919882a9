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
class CancellingASessionTests extends InARoom {

    private static final String REASON = "{\"reason\":\"se equivocó de mesa\"}";

    private final String key = Till.newKey();
    private String session = "";

    @BeforeEach
    void guest() {
        session = opened("M4");
        addLatte(session);
        act(session, "extras", "{\"sku\":\"LATTE\",\"quantity\":3}");
        act(session, "extras", "{\"sku\":\"COPIA\",\"quantity\":3}");
    }

    @Test
    void the_stock_returns_and_the_seat_is_free() {
        Answer cancelled = act(till, key, session, "cancel", REASON);

        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        assertThat(cancelled.json().path("status").asString()).isEqualTo("cancelled");
        assertThat(cancelled.json().path("cancelReason").asString())
                .isEqualTo("se equivocó de mesa");
        assertThat(cancelled.json().path("endedBy"))
                .isEqualTo(cancelled.json().path("openedBy"));
        assertThat(cancelled.json().path("endedAt").asString()).endsWith("Z");
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
        assertTold("session.cancelled", cancelled);
        assertThat(opened("M4")).isNotEqualTo(session);
    }

    @Test
    void the_audit_book_keeps_what_was_cancelled_and_who_allowed_it() {
        String before = find(session).text();
        Answer cancelled = act(till, key, session, "cancel", REASON);

        assertThat(shop.jdbc().sql("""
            SELECT before || after || approved_by FROM audit_entries
             WHERE location_id = ? AND entity = 'coworking_sessions' AND entity_id = ?
            """).params(shop.id(), session).query(String.class).list())
                .containsExactly(before + cancelled.text()
                        + cancelled.json().path("endedBy").asString());
    }

    @Test
    void many_cancel_at_once_and_the_stock_returns_once() {
        List<Answer> answers = Together.all(12,
                _ -> act(till, Till.newKey(), session, "cancel", REASON));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        Answer refused = answers.stream().filter(answer -> answer.status() != 200).findAny()
                .orElseThrow();
        assertThat(refused.problem()).isEqualTo("409 session-not-active");
        assertThat(refused.json().path("sessionStatus").asString()).isEqualTo("cancelled");
        assertThat(refused.json().path("endedAt").asString()).endsWith("Z");
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
    }

    @Test
    void a_repeated_cancelling_gets_the_first_answer() {
        Answer first = act(till, key, session, "cancel", REASON);

        Answer again = act(till, key, session, "cancel", REASON);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.replayed()).isTrue();
        assertThat(act(till, key, session, "cancel", "{\"reason\":\"other\"}").problem())
                .isEqualTo("422 idempotency-key-reused");
    }

    @Test
    void a_cashier_needs_a_manager() {
        Till cashier = shop.till("cashier");

        assertThat(act(cashier, key, session, "cancel", REASON).problem())
                .isEqualTo("403 approval-required");
        assertThat(act(shop.till("manager"), key, session, "cancel", REASON).status())
                .isEqualTo(200);
    }

    @Test
    void extras_and_cancelling_at_once_leave_no_stock_behind() {
        List<Answer> answers = Together.all(16, i -> i == 7
                ? act(till, key, session, "cancel", REASON)
                : addLatte(session));

        assertThat(answers).allMatch(answer -> answer.status() < 300
                || answer.problem().equals("409 session-not-active"));
        assertThat(find(session).json().path("status").asString()).isEqualTo("cancelled");
        assertThat(shop.stock("LATTE")).isEqualTo(1000);
    }
}
