package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the first requests of a process wait for (docs/decisions/0014). */
@Timeout(30)
@WebTest
class LoadingAClassTests {

    static final CountDownLatch GATE = new CountDownLatch(1);

    @LocalServerPort
    private int port;

    /** The gate opens by itself after 20 s, so that the others end, too. */
    @Test
    void requests_that_wait_for_a_class_keep_no_other_request_waiting() {
        WebServer server = new WebServer(port);
        int more = Runtime.getRuntime().availableProcessors() + 1;
        try (ExecutorService tills = Executors.newFixedThreadPool(more)) {
            List<CompletableFuture<String>> waiting = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                waiting.add(CompletableFuture.supplyAsync(
                        () -> server.get("/test/slow-class").text(), tills));
            }
            assertThat(server.get("/test/numbers/1?limit=2").text()).isEqualTo("3");
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            GATE.countDown();
            assertThat(waiting).extracting(CompletableFuture::join).containsOnly("true");
        }
    }
}
