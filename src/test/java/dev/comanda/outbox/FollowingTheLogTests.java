package dev.comanda.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a listener on an instance hears of what the shop does. */
class FollowingTheLogTests extends InAShop {

    @Autowired
    private EventTail tail;
    @Autowired
    private EventLog log;

    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    private final EventListener listener = heard::addAll;

    @AfterEach
    void stopListening() {
        tail.forget(listener);
    }

    @Test
    void a_sale_is_told_with_the_order_and_what_is_left_of_its_products() throws Exception {
        shop.sells("LATTE", 5500, 1600, 40L);
        tail.listen(listener);
        String sale = place("LATTE", 2);

        List<Event> events = next(2);

        Event order = of(events, topic("orders"));
        assertThat(order.seq()).isEqualTo(1);
        assertThat(order.type()).isEqualTo("order.placed");
        assertThat(order.data()).isEqualTo(sale);
        Event stock = of(events, topic("catalog"));
        assertThat(stock.seq()).isEqualTo(1);
        assertThat(stock.type()).isEqualTo("stock.changed");
        JsonNode product = JsonMapper.shared().readTree(stock.data());
        assertThat(product).isEqualTo(
                till.get("/api/products/" + product.path("id").asString()).json());
        assertThat(product.path("stock").asLong()).isEqualTo(38);
    }

    @Test
    void the_log_has_what_was_heard_from_any_number_on() throws Exception {
        shop.sells("LATTE", 5500, 1600, null);
        tail.listen(listener);
        for (int i = 0; i < 5; i++) {
            place("LATTE", 1);
        }
        List<Event> events = next(5);

        assertThat(events).extracting(Event::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        LongStream.rangeClosed(0, 5)
                .forEach(n -> assertThat(log.after(topic("orders"), n, 100, 9_999))
                        .isEqualTo(new Catchup.Events(log.position(topic("orders")),
                                events.subList((int) n, 5))));
        assertThat(log.after(topic("orders"), 6, 100, 9_999)).isInstanceOf(Catchup.Pruned.class);
        assertThat(log.position(topic("orders")).seq()).isEqualTo(5);
    }

    @Test
    void an_event_looks_on_the_wire_as_the_contract_says() throws Exception {
        shop.sells("LATTE", 5500, 1600, null);
        tail.listen(listener);
        place("LATTE", 1);
        Event event = next(1).getFirst();

        assertThat(event.json()).isEqualTo("{\"seq\":1,\"type\":\"order.placed\",\"at\":\""
                + event.at().truncatedTo(java.time.temporal.ChronoUnit.MILLIS) + "\",\"data\":"
                + event.data() + "}");
        assertThat(event.frame()).isEqualTo("{\"topic\":\"" + topic("orders") + "\",\"epoch\":\""
                + event.epoch() + "\"," + event.json().substring(1));
    }

    @Test
    void what_one_sale_changes_is_told_in_the_order_of_its_numbers() throws Exception {
        String lines = IntStream.range(0, 9).mapToObj(n -> {
            shop.sells("P" + n, 1000, 1600, 40L);
            return "{\"sku\":\"P" + n + "\",\"quantity\":1}";
        }).collect(Collectors.joining(","));
        tail.listen(listener);
        assertThat(till.place(Till.newKey(), "{\"register\":\"R1\",\"lines\":[" + lines
                + "],\"tenders\":[{\"method\":\"card\"}]}").status()).isEqualTo(201);

        assertThat(next(10).stream().filter(event -> event.topic().equals(topic("catalog")))
                .map(Event::seq)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    /** Batches of two instances: the second one's look at the shop is taken when it is its turn. */
    @Test
    void who_waits_for_a_batch_to_be_numbered_tells_what_is_true_by_then() throws Exception {
        shop.sells("LATTE", 5500, 1600, 40L);
        tail.listen(listener);
        try (Connection another = connection(); Statement batch = another.createStatement()) {
            another.setAutoCommit(false);
            batch.execute("SELECT pg_advisory_xact_lock(30, 'event_log'::regclass::oid::integer)");
            place("LATTE", 1);
            awaitNumberingThatWaits();
            place("LATTE", 1);
            another.rollback();
        }

        List<Event> events = next(3);
        assertThat(events).extracting(Event::type).containsExactlyInAnyOrder("order.placed",
                "order.placed", "stock.changed");
        assertThat(JsonMapper.shared().readTree(of(events, topic("catalog")).data())
                .path("stock").asLong()).isEqualTo(38);
    }

    private void awaitNumberingThatWaits() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (shop.jdbc().sql("""
            SELECT count(*) FROM pg_stat_activity
             WHERE wait_event = 'advisory' AND query LIKE '%sequence_events%'
               AND datname = current_database()
            """).query(Integer.class).single() == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(end);
        }
    }

    private String place(String sku, int quantity) {
        return till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"%s","quantity":%d}],"tenders":[{"method":"card"}]}
            """.formatted(sku, quantity)).text();
    }

    private String topic(String name) {
        return shop.code() + "." + name;
    }

    private static Event of(List<Event> events, String topic) {
        return events.stream().filter(event -> event.topic().equals(topic)).findFirst()
                .orElseThrow();
    }

    private List<Event> next(int count) throws InterruptedException {
        List<Event> events = new java.util.ArrayList<>();
        while (events.size() < count) {
            Event event = heard.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event after %s", events).isNotNull();
            if (event.topic().startsWith(shop.code() + ".")) {
                events.add(event);
            }
        }
        return events;
    }
}
