package dev.comanda.coworking;

import dev.comanda.coworking.Wishes.CheckoutSession;
import dev.comanda.coworking.Wishes.CorrectSession;
import dev.comanda.coworking.Wishes.QuoteCheckout;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.orders.OrderLog;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The end of a session over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/coworking/sessions/{id}")
class CheckoutApi {

    private final Checkout checkout;
    private final Corrections corrections;
    private final OrderLog log;
    private final Approvals approvals;

    CheckoutApi(Checkout checkout, Corrections corrections, OrderLog log, Approvals approvals) {
        this.checkout = checkout;
        this.corrections = corrections;
        this.log = log;
        this.approvals = approvals;
    }

    @PostMapping("/checkout/quote")
    ResponseEntity<Object> quote(Caller caller, @PathVariable UUID id,
            @JsonBody QuoteCheckout wish) {
        return checkout.quote(caller, id, wish).reply(HttpStatus.OK);
    }

    @PostMapping("/checkout")
    ResponseEntity<Object> pay(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody CheckoutSession wish) {
        long start = System.nanoTime();
        IdempotencyKey key = IdempotencyKey.of(header);
        KeyedAnswer answer = paid(caller, key, id, wish);
        log.placed(wish.register(), key, answer, start);
        return answer.reply(HttpStatus.CREATED);
    }

    @PostMapping("/finish")
    ResponseEntity<Object> finish(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return checkout.finish(caller, IdempotencyKey.of(key), id).reply(HttpStatus.OK);
    }

    @PostMapping("/corrections")
    ResponseEntity<Object> correct(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody CorrectSession wish) {
        IdempotencyKey key = IdempotencyKey.of(header);
        Approvals.Approver approver = approvals.require(caller, "correct", wish.approval());
        return corrections.correct(caller, key, id, wish, approver).reply(HttpStatus.OK);
    }

    /** A manager's PIN is looked at only where the sale needs one: never for a replay. */
    private KeyedAnswer paid(Caller caller, IdempotencyKey key, UUID id, CheckoutSession wish) {
        KeyedAnswer answer = checkout.pay(caller, key, id, wish, null);
        if (wish.approval() != null && answer instanceof Refused(ProblemType reason, String _)
                && reason == ProblemType.APPROVAL_REQUIRED) {
            return checkout.pay(caller, key, id, wish,
                    approvals.require(caller, "order", wish.approval()));
        }
        return answer;
    }
}
