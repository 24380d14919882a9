package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** What the first requests of a process wait for (docs/decisions/0014). */
@Timeout(30)
@WebTest
class LoadingAClassTests {

    private static final int CARRIERS = Runtime.getRuntime().availableProcessors();
    static final CountDownLatch INSIDE = new CountDownLatch(CARRIERS);
    static final CountDownLatch GATE = new CountDownLatch(1);

    @LocalServerPort
    private int port;

    /** The gate opens by itself after 20 s, so that the others end, too. */
    @Test
    void requests_that_wait_for_a_class_keep_no_other_request_waiting() throws Exception {
        WebServer server = new WebServer(port);
        try (ExecutorService tills = Executors.newFixedThreadPool(CARRIERS)) {
            List<CompletableFuture<String>> waiting = new ArrayList<>();
            for (int i = 0; i < CARRIERS; i++) {
                waiting.add(CompletableFuture.supplyAsync(
                        () -> server.get("/test/slow-class").text(), tills));
            }
            assertThat(INSIDE.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.get("/test/numbers/1?limit=2").text()).isEqualTo("3");
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            GATE.countDown();
            assertThat(waiting).extracting(CompletableFuture::join).containsOnly("true");
        }
    }

    @Test
    void the_threads_of_a_rush_end_soon_after_it(
            @Autowired ServletWebServerApplicationContext context) {
        assertThat(Objects.requireNonNull((TomcatWebServer) context.getWebServer()).getTomcat()
                .getConnector()
                .getProtocolHandler().getExecutor())
                .isInstanceOfSatisfying(ThreadPoolExecutor.class, threads -> {
                    assertThat(threads.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(2);
                    assertThat(threads.getMaximumPoolSize()).isGreaterThan(1000);
                });
    }
}
