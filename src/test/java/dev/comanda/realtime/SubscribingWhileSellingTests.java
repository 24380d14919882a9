package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Screen.Frame;
import dev.comanda.testing.SecondInstance;
import dev.comanda.testing.Till;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;

/** The log moves on while somebody begins to follow it, here or on another instance. */
class SubscribingWhileSellingTests extends InAShop {

    /** 10000 before a release. */
    private static final int TRIALS = Integer.getInteger("subscribe.trials", 300);
    private static final int IN_A_ROW = 3;

    @Autowired
    private JdbcConnectionDetails database;

    @Test
    void between_the_position_and_the_first_message_nothing_is_missing_and_nothing_comes_twice()
            throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService writers = Executors.newFixedThreadPool(2);
                Screen screen = Screen.connect(till.port(), till.token())) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                writing.add(writers.submit(() -> {
                    while (!enough.get()) {
                        announce();
                    }
                }));
            }
            try {
                for (int trial = 0; trial < TRIALS; trial++) {
                    follow(screen, "t" + trial);
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> done : writing) {
                done.get();
            }
        }
    }

    private void follow(Screen screen, String id) {
        screen.say("SUBSCRIBE\nid:" + id + "\ndestination:/topic/" + topic() + "\n\n\0");
        Frame first = screen.next();
        assertThat(first.header("subscription")).isEqualTo(id);
        assertThat(first.json().path("type").asString()).isEqualTo("position");
        long last = first.json().path("seq").asLong();
        for (int i = 0; i < IN_A_ROW; i++) {
            assertThat(screen.next().json().path("seq").asLong()).as(id).isEqualTo(++last);
        }
        screen.say("UNSUBSCRIBE\nid:" + id + "\nreceipt:" + id + "\n\n\0");
        Frame frame = screen.next();
        while (!frame.command().equals("RECEIPT")) {
            assertThat(frame.json().path("seq").asLong()).as(id).isEqualTo(++last);
            frame = screen.next();
        }
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

    private String topic() {
        return shop.code() + ".coworking";
    }
}
