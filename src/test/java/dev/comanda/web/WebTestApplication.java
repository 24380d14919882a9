package dev.comanda.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The web package alone, with a controller that stands for a capability. */
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class, SecurityAutoConfiguration.class,
        UserDetailsServiceAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        SecurityFilterAutoConfiguration.class})
@ComponentScan(basePackageClasses = ProblemType.class, excludeFilters = @ComponentScan.Filter(TestComponent.class))
@Import(WebTestApplication.Till.class)
class WebTestApplication {

    record PlaceOrder(String register, List<Line> lines, @Nullable Share discount,
            @Nullable Share tip, @Nullable List<Tender> tenders, @Nullable Long expectedTotal,
            @Nullable String customerName, @Nullable String note, @Nullable Instant soldAt,
            @Nullable UUID soldBy, @Nullable Approval approval) {}

    record Line(String sku, int quantity, @Nullable Share discount, @Nullable Long unitPrice) {}

    record Approval(String username, String pin) {}

    record Share(@Nullable Long amount, @Nullable Integer percentBp) {}

    record Tender(String method, @Nullable Long amount, @Nullable Long received,
            @Nullable String reference) {}

    /** Not found by the application's own scan: other tests start it whole. */
    @TestComponent
    @RestController
    static class Till {

        @PostMapping("/test/orders")
        PlaceOrder place(@JsonBody PlaceOrder order) {
            return order;
        }

        @PostMapping("/test/stock")
        JsonNode adjust(@JsonBody(schema = "AdjustStock") JsonNode body) {
            return body;
        }

        @PostMapping("/test/products")
        JsonNode create(@JsonBody(schema = "CreateProduct") JsonNode body) {
            return body;
        }

        @PostMapping("/test/changes")
        JsonNode change(@JsonBody(schema = "ChangeProduct") JsonNode body,
                @RequestHeader("If-Match") String version) {
            return body;
        }

        @GetMapping("/test/numbers/{id}")
        int number(@PathVariable int id, @RequestParam int limit) {
            return id + limit;
        }

        @GetMapping("/test/sold-out")
        ResponseEntity<Object> soldOut() {
            return ProblemType.OUT_OF_STOCK
                    .reply("{\"items\":[{\"sku\":\"LATTE\",\"asked\":2,\"available\":1}]}");
        }

        @GetMapping("/test/in-flight")
        ResponseEntity<Object> inFlight() {
            return ProblemType.REQUEST_IN_FLIGHT.reply(Map.of(), 3);
        }

        @GetMapping("/test/bug")
        String bug() {
            throw new IllegalStateException("secret detail");
        }

        @GetMapping("/test/stack-overflow")
        String error() {
            throw new StackOverflowError();
        }

        @GetMapping("/test/timeout")
        String timeout() {
            throw new QueryTimeoutException("secret detail");
        }

        @GetMapping("/test/deadlock")
        String deadlock() {
            throw new CannotAcquireLockException("secret detail");
        }

        @GetMapping("/test/slow-class")
        boolean slowClass() {
            LoadingAClassTests.INSIDE.countDown();
            return SlowClass.LOADED;
        }

        @GetMapping("/test/correlation")
        String correlation() {
            return CorrelationId.current();
        }
    }

    /** Loaded for as long as the test likes. */
    static final class SlowClass {

        static final boolean LOADED = load();

        private SlowClass() {}

        private static boolean load() {
            try {
                return LoadingAClassTests.GATE.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
