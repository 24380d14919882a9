package dev.comanda.orders;

import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedAnswer.Done;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.web.LogBudget;
import dev.comanda.web.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One line and one count per answered write; under load the counters carry the truth. */
@Component
class OrderLog {

    private static final Logger LOG = LoggerFactory.getLogger(OrdersApi.class);

    private final LogBudget budget = new LogBudget(20);
    private final MeterRegistry meters;
    private final Counter created;
    private final Counter replayed;

    OrderLog(MeterRegistry meters) {
        this.meters = meters;
        created = meters.counter("comanda.orders", "ending", "created");
        replayed = meters.counter("comanda.orders", "ending", "replayed");
    }

    void placed(String register, IdempotencyKey key, KeyedAnswer answer) {
        String line = switch (answer) {
            case Done(String _, boolean again) when again -> {
                replayed.increment();
                yield "Duplicate order detected via idempotency key";
            }
            case Done _ -> {
                created.increment();
                yield "Order created successfully";
            }
            case Refused(ProblemType reason, String _) -> {
                meters.counter("comanda.orders", "ending", reason.slug()).increment();
                yield "Order creation failed";
            }
        };
        if (budget.allows()) {
            LOG.atInfo().setMessage(line).addKeyValue("register", register)
                    .addKeyValue("key", key.value()).addKeyValue("ending", ending(answer))
                    .addKeyValue("unlogged", budget.takeSuppressed()).log();
        }
    }

    void voided(UUID order, IdempotencyKey key, KeyedAnswer answer) {
        meters.counter("comanda.voids", "ending", ending(answer)).increment();
        LOG.atInfo().setMessage("Order void answered").addKeyValue("order", order)
                .addKeyValue("key", key.value()).addKeyValue("ending", ending(answer)).log();
    }

    private static String ending(KeyedAnswer answer) {
        return switch (answer) {
            case Done(String _, boolean again) -> again ? "replayed" : "done";
            case Refused(ProblemType reason, String _) -> reason.slug();
        };
    }
}
