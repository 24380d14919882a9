package dev.comanda.coworking;

import dev.comanda.database.Database;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedAnswer.Done;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.idempotency.KeyedCalls;
import dev.comanda.outbox.Sequencer;
import dev.comanda.security.Caller;
import dev.comanda.web.LogBudget;
import dev.comanda.web.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Does what a counter asks for; then wakes the sequencer, so that screens hear of it, and leaves
 * one line and one count. Under load the counters carry the truth.
 */
@Component
class Deeds {

    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final LogBudget budget = new LogBudget(20);
    private final KeyedCalls keyedCalls;
    private final Database database;
    private final Sequencer sequencer;
    private final MeterRegistry meters;

    Deeds(KeyedCalls keyedCalls, Database database, Sequencer sequencer, MeterRegistry meters) {
        this.keyedCalls = keyedCalls;
        this.database = database;
        this.sequencer = sequencer;
        this.meters = meters;
    }

    /** @param deed for people, retries and metrics; one of few */
    KeyedAnswer keyed(String deed, Caller caller, IdempotencyKey key, Fingerprint request,
            Supplier<KeyedAnswer> call) {
        return told(deed, keyedCalls.answer(deed, caller.locationId(), key, request, call));
    }

    /** One that comes to the same when it is done twice. */
    KeyedAnswer repeatable(String deed, Supplier<KeyedAnswer> call) {
        return told(deed, database.keyed(deed, call));
    }

    private KeyedAnswer told(String deed, KeyedAnswer answer) {
        String ending = switch (answer) {
            case Done(String _, boolean again) -> again ? "replayed" : "done";
            case Refused(ProblemType reason, String _) -> reason.slug();
        };
        if (ending.equals("done")) {
            sequencer.nudge();
        }
        meters.counter("comanda.sessions", "deed", deed, "ending", ending).increment();
        if (budget.allows()) {
            LOG.atInfo().setMessage("session answered").addKeyValue("deed", deed)
                    .addKeyValue("ending", ending)
                    .addKeyValue("unlogged", budget.takeSuppressed()).log();
        }
        return answer;
    }
}
