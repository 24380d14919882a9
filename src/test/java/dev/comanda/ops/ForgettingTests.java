package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the running server forgets by itself, and what never. */
class ForgettingTests extends InAShop {

    private static final String SALE = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    @Autowired
    private Housekeeping housekeeping;

    @Test
    void answers_are_forgotten_when_their_time_is_up_and_no_sale_is_made_twice() {
        shop.sells("LATTE", 5500, 1600, null);
        String old = Till.newKey();
        String young = Till.newKey();
        String first = till.place(old, SALE).json().path("id").asString();
        till.place(young, SALE);
        shop.jdbc().sql("UPDATE idempotency_keys SET expires_at = now() - interval '1 hour'"
                + " WHERE location_id = ? AND key = ?").params(shop.id(), old).update();

        housekeeping.tidy();

        assertThat(answers()).isEqualTo(1);
        assertThat(till.place(old, SALE).json().path("id").asString()).isEqualTo(first);
        assertThat(shop.orders()).isEqualTo(2);
    }

    @Test
    void events_are_forgotten_after_a_week_and_who_asks_for_them_is_told() {
        shop.jdbc().sql("""
            INSERT INTO outbox (location_id, topic, type, entity_id, data)
            SELECT ?, 'coworking', 'session.opened', gen_random_uuid(), '{}'
              FROM generate_series(1, 3)
            """).params(shop.id()).update();
        String events = "/api/topics/" + shop.code() + ".coworking/events?wait=25&after=";
        while (till.get(events + "2").json().path("seq").asLong() < 3) {
            Thread.onSpinWait();
        }
        shop.jdbc().sql("UPDATE events SET sequenced_at = now() - interval '8 days'"
                + " WHERE position <= (SELECT max(position) - 1 FROM events WHERE location_id = ?)")
                .params(shop.id()).update();

        housekeeping.tidy();

        assertThat(till.get(events + "1").problem()).isEqualTo("410 position-pruned");
        assertThat(till.get(events + "2").json().at("/events/0/seq").asLong()).isEqualTo(3);
        shop.jdbc().sql("DELETE FROM events WHERE location_id = ?").params(shop.id()).update();
        shop.jdbc().sql("DELETE FROM topics WHERE location_id = ?").params(shop.id()).update();
    }

    private long answers() {
        return shop.jdbc().sql("SELECT count(*) FROM idempotency_keys"
                + " WHERE location_id = ? AND response IS NOT NULL").params(shop.id())
                .query(Long.class).single();
    }
}
