package dev.comanda.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.outbox.EventTail;
import dev.comanda.testing.Answer;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who asks for changes before there are any. */
class WaitingForChangesTests extends FollowingOrders {

    @Autowired
    private EventTail tail;

    @Test
    void who_waits_is_told_by_the_next_change_and_waits_no_longer() {
        long end = now();
        CompletableFuture<Answer> waiting = waits(end);
        awaitWaiters(1);
        String order = sell();
        Answer answer = waiting.join();
        assertThat(answer.json().path("seq").asLong()).isEqualTo(end + 1);
        assertThat(answer.json().path("events").size()).isEqualTo(1);
        assertThat(answer.json().at("/events/0/data").toString()).isEqualTo(order);
        awaitWaiters(0);
        long start = System.nanoTime();
        Answer nothing = after(end + 1, "&wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(
                Duration.ofSeconds(1), PATIENCE);
        assertThat(nothing.json().path("events").size()).isZero();
        assertThat(nothing.json().path("seq").asLong()).isEqualTo(end + 1);
    }

    @Test
    void a_hundred_who_wait_are_told_by_one_change_and_hold_no_connection() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int caller = 0; caller < 5; caller++) {
            Till one = shop.till("cashier");
            for (int i = 0; i < Waiters.OF_A_SESSION; i++) {
                all.add(waits(one, 0));
            }
        }
        awaitWaiters(100);
        sell(); // through a pool of eight
        for (CompletableFuture<Answer> one : all) {
            assertThat(one.join().json().path("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void a_session_has_so_many_waiting_and_no_more() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < Waiters.OF_A_SESSION; i++) {
            all.add(waits(0));
        }
        awaitWaiters(Waiters.OF_A_SESSION);
        Answer over = after(0, "&wait=25");
        assertThat(over.problem()).isEqualTo("429 too-many-requests");
        assertThat(over.header("Retry-After")).isEqualTo("5");
        assertThat(after(0, "").status()).as("without waiting").isEqualTo(200);
        sell();
        all.forEach(one -> assertThat(one.join().status()).isEqualTo(200));
    }

    @Test
    void after_a_restore_who_waits_is_told_to_begin_anew() {
        sell();
        awaitEnd(1);
        String before = after(1, "").json().path("epoch").asString();
        CompletableFuture<Answer> waiting = waits(till, 1, "&epoch=" + before);
        awaitWaiters(1);
        String epoch = shop.jdbc().sql("SELECT renew_epochs()").query(String.class).single();
        assertGone(waiting.join(), "other-epoch", 1);
        assertThat(epoch).isNotEqualTo(before);
        assertThat(till.get("/api/topics/" + topic() + "/snapshot").json().path("epoch").asString())
                .isEqualTo(epoch);
        assertThat(after(1, "&epoch=" + epoch).status()).isEqualTo(200);
    }

    @Test
    void who_waits_is_let_go_when_the_session_ends_here_or_elsewhere() {
        Till cashier = shop.till("cashier");
        Till other = shop.till("cashier");
        CompletableFuture<Answer> here = waits(cashier, 0);
        CompletableFuture<Answer> elsewhere = waits(other, 0);
        awaitWaiters(2);
        cashier.send("DELETE", "/api/session", BodyPublishers.noBody());
        assertThat(here.join().problem()).isEqualTo("401 unauthenticated");
        shop.jdbc().sql("UPDATE staff_sessions SET ended_at = now() WHERE location_id = ?")
                .param(shop.id()).update();
        assertThat(elsewhere.join().problem()).isEqualTo("401 unauthenticated");
    }

    @Test
    void who_waits_is_sent_on_when_the_server_stops() {
        CompletableFuture<Answer> waiting = waits(0);
        awaitWaiters(1);
        waiters.stop();
        try {
            Answer answer = waiting.join();
            assertThat(answer.problem()).isEqualTo("503 server-stopping");
            assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 5L);
            assertThat(after(0, "&wait=25").problem()).isEqualTo("503 server-stopping");
            assertThat(after(0, "").status()).as("what needs no waiting").isEqualTo(200);
        } finally {
            waiters.start();
        }
    }

    @Test
    void an_instance_whose_tail_stands_still_answers_from_the_database() {
        tail.stop();
        try {
            sell();
            awaitEnd(1);
            CompletableFuture<Answer> waiting = waits(1);
            awaitWaiters(1);
            sell();
            assertThat(waiting.join().json().at("/events/0/seq").asLong()).isEqualTo(2);
        } finally {
            tail.start();
        }
    }

    @Test
    void another_shops_sale_wakes_nobody() {
        Shop other = open(Shop.AMERICAN);
        other.sells("LATTE", 5500, 0, null);
        CompletableFuture<Answer> waiting = waits(0);
        awaitWaiters(1);
        assertThat(other.till().place(Till.newKey(), SALE).status()).isEqualTo(201);
        String order = sell();
        assertThat(waiting.join().json().at("/events/0/data").toString()).isEqualTo(order);
    }
}
