package dev.comanda.orders;

import dev.comanda.database.Database;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedCalls;
import dev.comanda.outbox.Sequencer;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import dev.comanda.web.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The order book of each location. One statement and one round trip per deed, autocommit. */
@Component
class Orders {

    private static final String QUOTE = """
        SELECT outcome, answer FROM quote_order(?, ?::jsonb)
        """;
    private static final String PLACE = """
        SELECT deed.outcome, deed.answer
          FROM trace(?, ?) AS here (location_id),
               create_order(here.location_id, ?, ?, ?, ?::jsonb || ?::jsonb, ?) AS deed
        """;
    private static final String KNOWN_SELLER = """
        SELECT EXISTS (SELECT FROM staff WHERE location_id = ? AND id = ?)
        """;
    private static final String VOID = """
        WITH deed AS (
            SELECT deed.outcome, deed.answer
              FROM trace(:location, :trace) AS here (location_id),
                   void_order(here.location_id, :key, :fingerprint, :staff, :order, :reason,
                              :trace) AS deed),
        entry AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, before, after, register, approved_by,
                                       correlation_id)
            SELECT :location, gen_random_uuid(), :staff, :name, 'void', 'orders',
                   CAST(:order AS text), '{"status":"paid"}',
                   json_build_object('status', 'voided', 'reason', CAST(:reason AS text))::text,
                   :register, :approver, :trace
              FROM deed
             WHERE outcome = 'done')
        SELECT outcome, answer FROM deed
        """;
    private static final String REFUND = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               refund_order(here.location_id, :key, :fingerprint, :staff, :order, :wish::jsonb,
                            :by::jsonb, :trace) AS deed
        """;
    private static final String BY_ID = """
        SELECT order_json(?, ?) AS answer
        """;
    private static final String BY_KEY = """
        SELECT order_json(k.location_id, coalesce(r.order_id, k.resource_id)) AS answer
          FROM idempotency_keys AS k
          LEFT JOIN refunds AS r ON k.operation = 'refund' AND r.location_id = k.location_id
                                AND r.id = k.resource_id
         WHERE k.location_id = ? AND k.key = ? AND k.operation IN ('order', 'void', 'refund')
        """;
    private static final String KEY_IS_CLAIMED = """
        SELECT NOT pg_try_advisory_xact_lock_shared(hashtextextended(?, ?))
        """;

    private static final RowMapper<KeyedAnswer> ANSWER = (row, _) -> KeyedAnswer
            .of(row.getString("outcome"), row.getString("answer"));

    private final JdbcClient jdbc;
    private final Database database;
    private final KeyedCalls keyedCalls;
    private final Sequencer sequencer;

    Orders(JdbcClient jdbc, Database database, KeyedCalls keyedCalls, Sequencer sequencer) {
        this.jdbc = jdbc;
        this.database = database;
        this.keyedCalls = keyedCalls;
        this.sequencer = sequencer;
    }

    /** What the database answers to a look-up by key. */
    sealed interface Found {

        record Order(String json) implements Found {}

        record InFlight() implements Found {}

        record Nothing() implements Found {}
    }

    /** Prices a cart as {@link #place} would, and keeps nothing. */
    KeyedAnswer quote(Caller caller, QuoteOrder cart) {
        String json = Fingerprint.of(cart).json();
        return database.keyed("order quote", () -> jdbc.sql(QUOTE)
                .params(caller.locationId(), json).query(ANSWER).single());
    }

    /**
     * Places one order: prices it, takes its stock and announces it, or changes nothing.
     *
     * @param approver who takes responsibility for what a cashier may not do alone
     * @return the order as first answered, or the refusal; {@code approval-required} where there is
     *     no approver
     * @throws ProblemException {@code validation} where nobody of this location has sold it
     * @throws dev.comanda.database.DatabaseUnavailableException the outcome is unknown; the same
     *     key tells it, or completes the sale
     * @see "db/migration/V011, create_order"
     */
    KeyedAnswer place(Caller caller, IdempotencyKey key, PlaceOrder order,
            Approvals.@Nullable Approver approver) {
        requireKnown(caller, order.soldBy());
        Fingerprint request = Fingerprint.of(order.withoutApproval());
        String asker = Fingerprint.of(Asked.by(caller, approver)).json();
        String correlationId = CorrelationId.current();
        return announced(keyedCalls.answer("order creation", caller.locationId(), key, request,
                () -> jdbc.sql(PLACE)
                        .params(caller.locationId(), correlationId, key.value(), request.sha256(),
                                caller.staffId(), request.json(), asker, correlationId)
                        .query(ANSWER).single()));
    }

    /** Nobody of the staff is ever deleted: who was known once is so for each repetition. */
    private void requireKnown(Caller caller, @Nullable UUID seller) {
        if (seller != null && !database.keyed("seller look-up", () -> jdbc.sql(KNOWN_SELLER)
                .params(caller.locationId(), seller).query(Boolean.class).single())) {
            throw ProblemException.field("/soldBy", "unknown-person");
        }
    }

    /**
     * Takes a paid order back whole; its stock returns. Endings as {@code void_order} has them.
     *
     * @param approver who takes responsibility, in the audit entry that commits with the void
     */
    KeyedAnswer voidOrder(Caller caller, IdempotencyKey key, UUID order, VoidOrder wish,
            Approvals.Approver approver) {
        Fingerprint request = Fingerprint.of(new VoidOf(order, wish.reason()));
        return announced(keyedCalls.answer("order void", caller.locationId(), key, request,
                () -> jdbc.sql(VOID).param("location", caller.locationId())
                        .param("key", key.value()).param("fingerprint", request.sha256())
                        .param("staff", caller.staffId()).param("order", order)
                        .param("reason", wish.reason()).param("trace", CorrelationId.current())
                        .param("name", caller.staffName()).param("register", caller.register())
                        .param("approver", approver.staffId()).query(ANSWER).single()));
    }

    /**
     * Gives money back for pieces of a paid order. Endings as {@code refund_order} has them.
     *
     * @param approver who takes responsibility, in the audit entry that commits with the refund
     * @see "db/migration/V080, refund_order"
     */
    KeyedAnswer refund(Caller caller, IdempotencyKey key, UUID order, RefundOrder wish,
            Approvals.Approver approver) {
        RefundOrder bare = wish.withoutApproval();
        Fingerprint request = Fingerprint.of(new RefundOf(order, bare));
        String json = Fingerprint.of(bare).json();
        String by = Fingerprint.of(new Behind(caller.staffName(), approver.staffId())).json();
        return announced(keyedCalls.answer("order refund", caller.locationId(), key, request,
                () -> jdbc.sql(REFUND).param("location", caller.locationId())
                        .param("key", key.value()).param("fingerprint", request.sha256())
                        .param("staff", caller.staffId()).param("order", order)
                        .param("wish", json).param("by", by)
                        .param("trace", CorrelationId.current()).query(ANSWER).single()));
    }

    private KeyedAnswer announced(KeyedAnswer answer) {
        if (answer instanceof KeyedAnswer.Done(String _, boolean replayed) && !replayed) {
            sequencer.nudge();
        }
        return answer;
    }

    private record VoidOf(UUID order, String reason) {}

    private record RefundOf(UUID order, RefundOrder wish) {}

    /** Who did it, as {@code refund_order} reads it. */
    private record Behind(String name, UUID approvedBy) {}

    /** Who asks, as {@code check_order} reads it. */
    private record Asked(By caller) {

        private record By(String role, String name, @Nullable UUID approvedBy) {}

        static Asked by(Caller caller, Approvals.@Nullable Approver approver) {
            return new Asked(new By(caller.role().code(), caller.staffName(),
                    approver == null ? null : approver.staffId()));
        }
    }

    Optional<String> byId(Caller caller, UUID id) {
        return database.keyed("order look-up", () -> jdbc.sql(BY_ID)
                .params(caller.locationId(), id).query(String.class).optional());
    }

    /**
     * The order that was placed, voided or refunded under this key. Read, ask whether the key is
     * claimed, read again: what commits in between is found, what is under way is not taken for
     * missing.
     */
    Found byKey(Caller caller, IdempotencyKey key) {
        Found found = readByKey(caller, key);
        if (!(found instanceof Found.Nothing)) {
            return found;
        }
        boolean claimed = keyedCalls.isRunning(caller.locationId(), key.value())
                || database.keyed("order look-up", () -> jdbc.sql(KEY_IS_CLAIMED)
                        .params(key.value(), caller.locationId()).query(Boolean.class).single());
        return claimed ? new Found.InFlight() : readByKey(caller, key);
    }

    private Found readByKey(Caller caller, IdempotencyKey key) {
        return database.keyed("order look-up", () -> jdbc.sql(BY_KEY)
                .params(caller.locationId(), key.value()).query(String.class).optional())
                .<Found>map(Found.Order::new).orElseGet(Found.Nothing::new);
    }
}
