package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Operator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code comanda smoke}, {@code rollback-check} and {@code watch} (R 2.6, R 4.12, 4.23, 4.24). */
class TryingADeployTests extends InAShop {

    private static final String PASSWORD = "correct horse battery";

    @Test
    void r_4_12_a_smoke_test_sells_once_looks_and_takes_back() {
        shop.sells("LATTE", 5500, 1600, 40L);
        Operator run = smoke(PASSWORD);

        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.json().path("good").asBoolean()).isTrue();
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.stock("LATTE")).isEqualTo(40);
        assertThat(shop.jdbc().sql("SELECT status FROM orders WHERE location_id = ?")
                .param(shop.id()).query(String.class).single()).isEqualTo("voided");
    }

    @Test
    void what_does_not_go_well_is_named() {
        Operator wrongPassword = smoke("wrong horse battery");
        assertThat(wrongPassword.code()).isEqualTo(1);
        assertThat(wrongPassword.out()).contains("sign in", "401");
        assertThat(smoke(PASSWORD).out()).contains("nothing is on sale");
        Operator nobody = Operator.runs(new SmokeCommand(), "http://127.0.0.1:1", "--password",
                "x");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.out()).contains("no answer");
    }

    @Test
    void r_4_23_a_server_that_is_not_ready_goes_back() {
        Operator run = Operator.runs(new WatchCommands.Once(), "http://127.0.0.1:1", "--over",
                "1ms");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("ROLL BACK");
        assertThat(Operator.runs(new WatchCommands.Once(), "--over", "soon").code()).isEqualTo(64);
    }

    /** Counters before and after: failures of the database, answers below and above 500 ms. */
    @ParameterizedTest
    @CsvSource({"0, 100, 100, 0, go", "2, 98, 98, 1, look", "20, 80, 80, 2, roll back",
            "0, 90, 100, 2, roll back", "0, 0, 0, 0, go"})
    void r_4_23_the_verdict_follows_the_numbers(int failed, int fast, int all, int code,
            String verdict) throws IOException {
        List<String> scrapes = List.of(counters(7, 50, 60), counters(7 + failed, 50 + fast,
                60 + all));
        AtomicInteger looks = new AtomicInteger();
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = exchange.getRequestURI().getPath().equals("/metrics")
                    ? scrapes.get(Math.min(1, looks.getAndIncrement()))
                    : "{}";
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
        try {
            Operator run = Operator.runs(new WatchCommands.Once(), "http://127.0.0.1:"
                    + server.getAddress().getPort(), "--over", "1ms", "--json");
            assertThat(run.json().path("verdict").asString()).as("%s", run).isEqualTo(verdict);
            assertThat(run.code()).isEqualTo(code);
            looks.set(0);
            assertThat(Operator.runs(new WatchCommands.Watch(), "http://127.0.0.1:"
                    + server.getAddress().getPort(), "--every", "1ms", "--for", "3ms").code())
                    .isEqualTo(code);
        } finally {
            server.stop(0);
        }
    }

    private static String counters(int failed, int fast, int all) {
        return """
            # HELP comanda_orders_seconds answered placements of orders
            comanda_orders_seconds_bucket{ending="done",le="0.2"} %1$d
            comanda_orders_seconds_bucket{ending="done",le="0.5"} %1$d
            comanda_orders_seconds_bucket{ending="done",le="+Inf"} %2$d
            comanda_orders_seconds_count{ending="done"} %2$d
            comanda_outbox_oldest_seconds 0.0
            resilience4j_circuitbreaker_calls_seconds_count{kind="failed",name="database"} %3$d
            """.formatted(fast, all, failed);
    }

    private Operator smoke(String password) {
        String user = shop.jdbc().sql("SELECT username FROM staff WHERE location_id = ? LIMIT 1")
                .param(shop.id()).query(String.class).single();
        return Operator.runs(new SmokeCommand(), "http://127.0.0.1:" + till.port(), "--location",
                shop.code(), "--username", user, "--password", password, "--json");
    }
}
