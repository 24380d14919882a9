package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What operators search the log for, to the letter. */
@ExtendWith(OutputCaptureExtension.class)
class NotingWhatIsSentTests extends InAShop {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private MeterRegistry meters;

    @Test
    void r_4_17_sockets_and_what_becomes_of_a_session_are_lines_of_the_log(CapturedOutput log)
            throws InterruptedException {
        awaitLinesOfTheLog();
        try (Screen screen = Screen.connect(till.port(), till.token())) {
            screen.follow("0", shop.code() + ".coworking");
            told(log, screen, "session.opened", "[WS] Broadcast create for session");
            told(log, screen, "session.extra-added", "[WS] Broadcast update for session");
            told(log, screen, "session.closed", "[WS] Broadcast delete for session");
            assertThat(meters.get("comanda.last.broadcast.age").gauge().value())
                    .isLessThan((double) PATIENCE.toSeconds());
            screen.say("DISCONNECT\n\n\0");
            assertThat(screen.closeCode()).isEqualTo(1000);
        }
        try (Screen nobody = Screen.open(till.port())) {
            nobody.say("CONNECT\naccept-version:1.2\n\n\0");
            assertThat(nobody.closeCode()).isEqualTo(1008);
        }
        assertThat(log.getAll()).contains("[WS] Client connected", "[WS] Client disconnected",
                "WebSocket connection failed");
    }

    @Test
    void under_load_lines_are_sampled_and_counts_are_whole(CapturedOutput log) {
        int events = 2_000;
        try (Screen screen = Screen.connect(till.port(), till.token())) {
            screen.follow("0", shop.code() + ".coworking");
            double before = meters.get("comanda.deliveries").counter().count();
            shop.jdbc().sql("""
                INSERT INTO outbox (location_id, topic, type, entity_id, data)
                SELECT ?, 'coworking', 'session.updated', gen_random_uuid(), '{}'
                  FROM generate_series(1, ?)
                """).params(shop.id(), events).update();
            for (int i = 0; i < events; i++) {
                screen.next();
            }
            assertThat(meters.get("comanda.deliveries").counter().count() - before)
                    .isEqualTo(events);
        }
        long lines = log.getAll().lines()
                .filter(line -> line.contains("[WS] Broadcast update for session")
                        && line.contains(shop.code()))
                .count();
        assertThat(lines).isBetween(1L, events / 10L);
    }

    /** Again where the second had its lines already. */
    private void told(CapturedOutput log, Screen screen, String type, String line) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!log.getAll().contains(line)) {
            assertThat(System.nanoTime()).as(line).isLessThan(deadline);
            shop.jdbc().sql("""
                INSERT INTO outbox (location_id, topic, type, entity_id, data)
                VALUES (?, 'coworking', ?, ?, '{}')
                """).params(shop.id(), type, UUID.randomUUID()).update();
            assertThat(screen.next().json().path("type").asString()).isEqualTo(type);
        }
    }
}
