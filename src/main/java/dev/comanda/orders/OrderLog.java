package dev.comanda.orders;

import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedAnswer.Done;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.web.LogBudget;
import dev.comanda.web.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One line and one count per answered write; under load the counters carry the truth. */
@Component
public class OrderLog {

    private static final Logger LOG = LoggerFactory.getLogger(OrdersApi.class);

    private final LogBudget budget = new LogBudget(20);
    /** Its own: a rush must not hide the sale that broke in it. */
    private final LogBudget breaks = new LogBudget(20);
    private final MeterRegistry meters;
    private final ConcurrentMap<String, Timer> placements = new ConcurrentHashMap<>();

    OrderLog(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * An order was asked for and answered.
     *
     * @param startNanos when the request was read, by {@link System#nanoTime}
     */
    public void placed(String register, IdempotencyKey key, KeyedAnswer answer, long startNanos) {
        placements.computeIfAbsent(ending(answer), this::timer)
                .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        String line = switch (answer) {
            case Done(String _, boolean again) -> again
                    ? "Duplicate order detected via idempotency key"
                    : "Order created successfully";
            case Refused _ -> "Order creation failed";
        };
        if (budget.allows()) {
            LOG.atInfo().setMessage(line).addKeyValue("register", register)
                    .addKeyValue("key", key.value()).addKeyValue("ending", ending(answer))
                    .addKeyValue("unlogged", budget.takeSuppressed()).log();
        }
    }

    /** It was not answered: whether there is an order, the same key will tell (R 4.17). */
    void broke(String register, IdempotencyKey key, RuntimeException why) {
        if (breaks.allows()) {
            LOG.atWarn().addKeyValue("register", register).addKeyValue("key", key.value())
                    .addKeyValue("why", why.getClass().getSimpleName())
                    .addKeyValue("unlogged", breaks.takeSuppressed()).log("Error creating order");
        }
    }

    void voided(UUID order, IdempotencyKey key, KeyedAnswer answer) {
        meters.counter("comanda.voids", "ending", ending(answer)).increment();
        changed("Order void answered", order, key, answer);
    }

    void refunded(UUID order, IdempotencyKey key, KeyedAnswer answer) {
        meters.counter("comanda.refunds", "ending", ending(answer)).increment();
        changed("Order refund answered", order, key, answer);
    }

    private static void changed(String line, UUID order, IdempotencyKey key, KeyedAnswer answer) {
        LOG.atInfo().setMessage(line).addKeyValue("order", order)
                .addKeyValue("key", key.value()).addKeyValue("ending", ending(answer)).log();
    }

    /** Buckets at the service levels of order creation: target, alert, roll back. */
    private Timer timer(String ending) {
        return Timer.builder("comanda.orders").tag("ending", ending)
                .description("answered placements of orders")
                .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(100),
                        Duration.ofMillis(200), Duration.ofMillis(350), Duration.ofMillis(500))
                .register(meters);
    }

    private static String ending(KeyedAnswer answer) {
        return switch (answer) {
            case Done(String _, boolean again) -> again ? "replayed" : "done";
            case Refused(ProblemType reason, String _) -> reason.slug();
        };
    }
}
