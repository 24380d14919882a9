package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Screen.Frame;
import dev.comanda.testing.SecondInstance;
import dev.comanda.testing.Till;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The log moves on while somebody begins to follow it, here or on another instance. */
class SubscribingWhileSellingTests extends InAShop {

    private static final int TRIALS = Integer.getInteger("subscribe.trials", 10_000);
    private static final int SCREENS = 4;
    /** What a connection may have. */
    private static final int AT_ONCE = 16;
    /** So many, because it may say 32 KiB in ten seconds. */
    private static final int A_CONNECTION = 12 * AT_ONCE;
    private static final int WRITERS = 2;
    private static final int IN_A_ROW = 2;
    /** Of a writer, ns: who reads sixteen subscriptions on one connection keeps up. */
    private static final long A_PAUSE = 2_000_000;

    @Autowired
    private JdbcConnectionDetails database;

    @Test
    void between_the_position_and_the_first_message_nothing_is_missing_and_nothing_comes_twice()
            throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger begun = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + SCREENS)) {
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                working.add(threads.submit(() -> {
                    while (!enough.get()) {
                        announce();
                        LockSupport.parkNanos(A_PAUSE);
                    }
                }));
            }
            List<Future<?>> watching = new ArrayList<>();
            for (int i = 0; i < SCREENS; i++) {
                watching.add(threads.submit(() -> {
                    while (begun.getAndAdd(A_CONNECTION) < TRIALS) {
                        try (Screen screen = Screen.connect(till.port(), till.token())) {
                            for (int trial = 0; trial < A_CONNECTION; trial += AT_ONCE) {
                                follow(screen);
                            }
                        }
                    }
                }));
            }
            try {
                for (Future<?> done : watching) {
                    done.get();
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> done : working) {
                done.get();
            }
        }
        System.out.println("SUBSCRIBE: " + (begun.get() - SCREENS * A_CONNECTION) + " trials, "
                + events() + " events");
    }

    /** One trial for each subscription; they begin between other writes, and end one by one. */
    private void follow(Screen screen) {
        Map<String, Long> told = new HashMap<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < AT_ONCE; i++) {
            screen.say("SUBSCRIBE\nid:" + i + "\ndestination:/topic/" + topic() + "\n\n\0");
            all.append("UNSUBSCRIBE\nid:").append(i).append("\nreceipt:").append(i)
                    .append("\n\n\0");
        }
        Map<String, Integer> left = new HashMap<>();
        while (left.size() < AT_ONCE || !left.values().stream().allMatch(n -> n <= 0)) {
            Frame frame = screen.next();
            hear(frame, told);
            left.merge(frame.header("subscription"), IN_A_ROW, (more, _) -> more - 1);
        }
        screen.say(all.toString());
        for (int ended = 0; ended < AT_ONCE;) {
            Frame frame = screen.next();
            if (frame.command().equals("RECEIPT")) {
                ended++;
            } else {
                hear(frame, told);
            }
        }
    }

    /** The position first, then each number once and in order. */
    private static void hear(Frame frame, Map<String, Long> told) {
        String id = frame.header("subscription");
        JsonNode message = frame.json();
        long seq = message.path("seq").asLong();
        Long last = told.put(id, seq);
        assertThat(message.path("type").asString().equals("position")).isEqualTo(last == null);
        assertThat(last == null || seq == last + 1).as("%s told %d after %d", id, seq, last)
                .isTrue();
    }

    @Test
    void what_one_instance_writes_is_on_the_screens_of_another() {
        try (ConfigurableApplicationContext other = SecondInstance.start(database)) {
            int port = SecondInstance.port(other);
            assertThat(port).isNotEqualTo(till.port());
            try (Screen here = Screen.connect(till.port(), till.token());
                    Screen there = Screen.connect(port, till.token())) {
                String sale = "{\"register\":\"R1\",\"lines\":[{\"sku\":\"AGUA\",\"quantity\":1}],"
                        + "\"tenders\":[{\"method\":\"card\"}]}";
                shop.sells("AGUA", 2000, 1600, null);
                here.follow("0", shop.code() + ".orders");
                there.follow("0", shop.code() + ".orders");
                for (int i = 0; i < 20; i++) {
                    assertThat(till.place(Till.newKey(), sale).status())
                            .isEqualTo(201);
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(there.next().body()).isEqualTo(here.next().body());
                }
                SpringApplication.exit(other);
                assertThat(there.next().problem()).isEqualTo("server-stopping");
                assertThat(there.closeCode()).isEqualTo(1001);
                assertThat(here.isClosed()).isFalse();
            }
        }
    }

    private void announce() {
        shop.jdbc().sql("""
            INSERT INTO outbox (location_id, topic, type, entity_id, data)
            VALUES (?, 'coworking', 'session.updated', ?, '{}')
            """).params(shop.id(), UUID.randomUUID()).update();
    }

    private long events() {
        return shop.count("events");
    }

    private String topic() {
        return shop.code() + ".coworking";
    }
}
