package dev.comanda.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The changes after a number. */
class ReadingChangesTests extends FollowingOrders {

    @Test
    void from_any_number_on_the_changes_come_in_order_and_the_end_is_told() {
        List<String> sales = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sales.add(sell());
        }
        JsonNode all = after(0, "&wait=25").json();
        while (all.path("seq").asLong() < 5) {
            all = after(0, "").json();
        }
        assertThat(all.path("topic").asString()).isEqualTo(topic());
        for (int n = 0; n <= 5; n++) {
            JsonNode answer = after(n, "").json();
            assertThat(answer.path("epoch")).isEqualTo(all.path("epoch"));
            assertThat(answer.path("seq").asLong()).isEqualTo(5);
            assertThat(answer.path("events").valueStream().map(e -> e.path("seq").asLong()))
                    .containsExactlyElementsOf(LongStream.rangeClosed(n + 1, 5).boxed().toList());
            assertThat(answer.path("events").valueStream().map(e -> e.path("data").toString()))
                    .containsExactlyElementsOf(sales.subList(n, 5));
        }
        assertThat(all.at("/events/0/type").asString()).isEqualTo("order.placed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"?wait=1|after required", "?after=-1|after minimum",
            "?after=x|after format", "?after=9223372036854775808|after format",
            "?after=0&wait=26|wait range", "?after=0&wait=-1|wait range",
            "?after=0&wait=1.5|wait format"})
    void a_parameter_that_does_not_hold_is_named(String query, String error) {
        Answer answer = till.get("/api/topics/" + topic() + "/events" + query);
        assertThat(answer.problem()).isEqualTo("400 validation");
        JsonNode first = answer.json().at("/errors/0");
        assertThat(first.path("parameter").asString() + " " + first.path("rule").asString())
                .isEqualTo(error);
    }

    @Test
    void a_number_that_says_nothing_any_more_is_gone_and_the_end_is_told() {
        announce(3, 10);
        assertGone(after(4, ""), "beyond-the-end", 3);
        assertGone(after(4, "&wait=25"), "beyond-the-end", 3);
        String epoch = after(3, "").json().path("epoch").asString();
        assertThat(after(1, "&epoch=" + epoch).json().path("events").size()).isEqualTo(2);
        assertGone(after(1, "&epoch=00000000-0000-0000-0000-000000000000"), "other-epoch", 3);

        shop.jdbc().sql("SELECT prune_events(clock_timestamp(), 1000000)").query(Integer.class)
                .single();
        assertGone(after(2, ""), "pruned", 3);
        assertGone(after(0, "&wait=25"), "pruned", 3);
        assertThat(after(3, "").json().path("events").size()).isZero();
        CompletableFuture<Answer> waiting = waits(3);
        announce(4, 10);
        assertThat(waiting.join().json().at("/events/0/seq").asLong()).isEqualTo(4);
        forgetAnnounced();
    }

    @Test
    void what_is_too_much_for_one_answer_comes_in_several() {
        announce(6, 300_000);
        assertThat(after(0, "").json().path("events").size()).isEqualTo(4);
        assertThat(after(4, "").json().path("events").size()).isEqualTo(2);
        assertThat(after(0, "").json().path("seq").asLong()).isEqualTo(6);
        forgetAnnounced();
    }

    /** Events of no order, up to a number; to be forgotten before the books are looked at. */
    private void announce(int upTo, int bytes) {
        shop.jdbc().sql("""
            INSERT INTO outbox (location_id, topic, type, entity_id, data)
            SELECT ?, 'orders', 'order.placed', gen_random_uuid(),
                   '{"note":"' || repeat('x', ?) || '"}' FROM generate_series(?, ?)
            """).params(shop.id(), bytes, now() + 1, upTo).update();
        awaitEnd(upTo);
    }

    private void forgetAnnounced() {
        shop.jdbc().sql("DELETE FROM events WHERE location_id = ?").params(shop.id()).update();
        shop.jdbc().sql("DELETE FROM topics WHERE location_id = ?").params(shop.id()).update();
    }
}
