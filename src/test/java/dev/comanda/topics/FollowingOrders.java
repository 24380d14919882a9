package dev.comanda.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A shop whose orders somebody follows. */
abstract class FollowingOrders extends InAShop {

    static final String SALE = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    Waiters waiters;

    @BeforeEach
    void sellCoffee() {
        shop.sells("LATTE", 5500, 1600, null);
    }

    static void assertGone(Answer answer, String reason, long end) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo("410 position-pruned");
        assertThat(answer.json().path("reason").asString()).isEqualTo(reason);
        assertThat(answer.json().path("seq").asLong()).isEqualTo(end);
        assertThat(answer.json().path("epoch").asString()).hasSize(36);
    }

    String sell() {
        Answer answer = till.place(Till.newKey(), SALE);
        assertThat(answer.status()).isEqualTo(201);
        return answer.text();
    }

    long now() {
        return after(0, "").json().path("seq").asLong();
    }

    CompletableFuture<Answer> waits(long after) {
        return waits(till, after);
    }

    CompletableFuture<Answer> waits(Till who, long after) {
        return waits(who, after, "");
    }

    CompletableFuture<Answer> waits(Till who, long after, String more) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(who.get("/api/topics/" + topic() + "/events?wait=25&after=" + after
                        + more));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    void awaitWaiters(int count) {
        await(() -> waiters.count() == count, "waiting: " + count);
    }

    void awaitEnd(long seq) {
        await(() -> now() == seq, "at " + seq);
    }

    static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    Answer after(long seq, String more) {
        return till.get("/api/topics/" + topic() + "/events?after=" + seq + more);
    }

    String topic() {
        return shop.code() + ".orders";
    }
}
