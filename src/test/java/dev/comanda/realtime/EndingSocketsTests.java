package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.SessionEnded;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Screen.Frame;
import dev.comanda.testing.Till;
import dev.comanda.websocket.SocketLoops;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;

/** A socket ends with what let it in, or with the one who holds it. */
@Import(EndingSocketsTests.MovedTime.class)
@TestPropertySource(properties = {"SOCKETS_PER_SESSION=3", "SOCKETS_PER_ADDRESS=8"})
class EndingSocketsTests extends InAShop {

    private static final AtomicLong AHEAD = new AtomicLong();

    private final List<Screen> screens = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    @Autowired
    private SocketDrain drain;
    @Autowired
    private SocketLimits limits;
    @Autowired
    private SocketLoops loops;
    @Autowired
    private ConfigurableApplicationContext context;

    /** The time of sockets, moved by the tests alone. */
    @TestConfiguration(proxyBeanMethods = false)
    static class MovedTime {

        @Bean
        @Primary
        SocketClock movedClock() {
            return new SocketClock() {
                @Override
                Instant now() {
                    return Instant.now().plusNanos(AHEAD.get());
                }

                @Override
                long nanos() {
                    return System.nanoTime() + AHEAD.get();
                }
            };
        }
    }

    @AfterEach
    void closeTheScreens() {
        held.countDown();
        drain.start();
        screens.forEach(Screen::close);
        AHEAD.set(0);
        awaitOpen(0);
    }

    @Test
    void a_socket_ends_when_its_token_expires_and_that_token_opens_none_any_more() {
        Screen screen = screen();
        screen.follow("0", shop.code() + ".orders");
        advance(Duration.ofMinutes(30));
        assertThat(screen.next().problem()).isEqualTo("unauthenticated");
        assertThat(screen.closeCode()).isEqualTo(1008);
        Screen late = opened();
        late.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token() + "\n\n\0");
        assertThat(late.next().problem()).isEqualTo("unauthenticated");
    }

    @Test
    void a_sign_out_here_or_elsewhere_ends_every_socket_of_that_session_and_no_other() {
        Till cashier = shop.till("cashier");
        Screen first = Screen.connect(cashier.port(), cashier.token());
        Screen second = Screen.connect(cashier.port(), cashier.token());
        Screen other = screen();
        screens.addAll(List.of(first, second));

        cashier.send("DELETE", "/api/session", BodyPublishers.noBody());

        for (Screen ended : List.of(first, second)) {
            assertThat(ended.next().problem()).isEqualTo("unauthenticated");
            assertThat(ended.closeCode()).isEqualTo(1008);
        }
        shop.jdbc().sql("UPDATE staff_sessions SET ended_at = now() WHERE location_id = ?")
                .param(shop.id()).update();
        assertThat(other.next().problem()).isEqualTo("unauthenticated");
        assertThat(other.closeCode()).isEqualTo(1008);
    }

    /** For up to a second the token still lets in. */
    @Test
    void who_comes_in_while_the_others_of_an_ended_session_are_told_is_told_too()
            throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        context.addApplicationListener(ApplicationListener.<SessionEnded>forPayload(ended -> {
            if (ended.locationId() == shop.id()) {
                over.countDown();
            }
        }));
        Screen first = screen();
        Screen late = opened();
        holdTheLoops();
        till.get("/api/session");
        shop.jdbc().sql("UPDATE staff_sessions SET ended_at = now() WHERE location_id = ?")
                .param(shop.id()).update();
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        late.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token() + "\n\n\0");
        held.countDown();

        assertThat(first.closeCode()).isEqualTo(1008);
        assertThat(late.closeCode()).isEqualTo(1008);
    }

    @Test
    void who_does_not_say_who_he_is_is_not_waited_for() {
        Screen nobody = opened();
        nobody.say("\n\n");
        advance(Duration.ofSeconds(6));
        Frame error = nobody.next();
        assertThat(error.problem()).isEqualTo("frame-refused");
        assertThat(error.json().path("reason").asString()).contains("CONNECT");
        assertThat(nobody.closeCode()).isEqualTo(1008);
    }

    @Test
    void a_client_that_promised_heart_beats_and_is_silent_is_closed() {
        Screen silent = promising();
        advance(Duration.ofSeconds(12));
        Screen lively = promising();
        advance(Duration.ofSeconds(9));
        assertThat(silent.closeCode()).isEqualTo(1008);
        assertThat(lively.isClosed()).isFalse();
    }

    @Test
    void one_session_has_so_many_sockets_and_one_network_too() {
        for (int i = 0; i < 3; i++) {
            screen();
        }
        Screen fourth = opened();
        fourth.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token() + "\n\n\0");
        assertThat(fourth.next().problem()).isEqualTo("too-many-requests");
        assertThat(fourth.closeCode()).isEqualTo(1013);
        awaitOpen(3);
        for (int i = 3; i < 8; i++) {
            opened();
            advance(Duration.ofMinutes(-1)); // none has been silent for long
        }
        awaitOpen(8);
        assertThat(RawSocket.handshake(till.port(), "")).startsWith("HTTP/1.1 429 ")
                .contains("too-many-requests").contains("Retry-After: ");
    }

    @Test
    void sockets_that_come_all_at_once_are_not_more_than_the_limit() {
        holdTheLoops();
        List<Screen> together = IntStream.range(0, 12).mapToObj(_ -> opened()).toList();
        advance(Duration.ofMinutes(-1)); // who opened one first has not been silent for long
        held.countDown();
        await("four are refused", () -> together.stream().filter(Screen::isClosed).count() == 4);
        awaitOpen(8);
        assertThat(together.stream().filter(Screen::isClosed)).hasSize(4).allSatisfy(screen -> {
            assertThat(screen.next().problem()).isEqualTo("too-many-requests");
            assertThat(screen.closeCode()).isEqualTo(1013);
        });
    }

    @Test
    void who_comes_while_the_server_stops_is_told_so_too() {
        holdTheLoops();
        Screen late = opened();
        drain.stop();
        held.countDown();
        assertThat(late.next().problem()).isEqualTo("server-stopping");
        assertThat(late.closeCode()).isEqualTo(1001);
    }

    @Test
    void when_the_server_stops_each_client_is_told_when_to_come_back()
            throws InterruptedException {
        List<Screen> all = List.of(screen(), screen(), screen());
        CountDownLatch gone = new CountDownLatch(1);
        drain.stop(gone::countDown);
        for (Screen screen : all) {
            Frame error = screen.next();
            assertThat(error.problem()).isEqualTo("server-stopping");
            assertThat(Integer.parseInt(error.header("retry-after-ms"))).isBetween(0, 30_000);
            assertThat(screen.closeCode()).isEqualTo(1001);
        }
        assertThat(RawSocket.handshake(till.port(), "")).startsWith("HTTP/1.1 503 ")
                .contains("server-stopping").contains("Retry-After: ");
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        drain.start();
        screen();
    }

    /** Nobody is counted or told anything until the latch is let go. */
    private void holdTheLoops() {
        loops.all().forEach(loop -> loop.execute(() -> {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static void advance(Duration by) {
        AHEAD.addAndGet(by.toNanos());
    }

    private Screen screen() {
        Screen screen = Screen.connect(till.port(), till.token());
        screens.add(screen);
        return screen;
    }

    private Screen promising() {
        Screen screen = Screen.connect(till.port(), till.token(), "10000,10000");
        screens.add(screen);
        return screen;
    }

    private Screen opened() {
        Screen screen = Screen.open(till.port());
        screens.add(screen);
        return screen;
    }

    private void awaitOpen(int count) {
        await(count + " sockets are open", () -> limits.open() == count);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
