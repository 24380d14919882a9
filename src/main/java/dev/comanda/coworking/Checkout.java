package dev.comanda.coworking;

import dev.comanda.coworking.Room.Moment;
import dev.comanda.coworking.Room.Session;
import dev.comanda.coworking.Wishes.CheckoutSession;
import dev.comanda.coworking.Wishes.QuoteCheckout;
import dev.comanda.database.Database;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.passes.PassId;
import dev.comanda.passes.Passes;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How a session comes to its end: the clock stops, and an order is written. As in
 * {@link RoomSessions}, the server computes what the time costs, and the database makes it read
 * again if the session or the clock has moved on since.
 *
 * @see "db/migration/V040"
 */
@Component
class Checkout {

    private static final String QUOTE = """
        SELECT outcome, answer
          FROM quote_checkout(:location, :session, :order::jsonb, :at, :bill, :draws::jsonb)
        """;
    private static final String CHECKOUT = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               checkout_session(here.location_id, :key, :fingerprint, :staff, :session,
                                :order::jsonb || :asker::jsonb, :timing, :at, :charge, :bill,
                                :draws::jsonb, :trace) AS deed
        """;
    private static final String FINISH = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               finish_session(here.location_id, :key, :fingerprint, :staff, :session, :timing,
                              :at, :charge, :trace) AS deed
        """;

    private final JdbcClient jdbc;
    private final Database database;
    private final Deeds deeds;
    private final Room room;
    private final Passes passes;

    Checkout(JdbcClient jdbc, Database database, Deeds deeds, Room room, Passes passes) {
        this.jdbc = jdbc;
        this.database = database;
        this.deeds = deeds;
        this.room = room;
        this.passes = passes;
    }

    /** Who asks, as {@code check_order} reads it. */
    private record Asked(By caller) {

        private record By(String role, String name, @Nullable UUID approvedBy) {}
    }

    /** Where nobody is there any more: the database says what became of the session. */
    private record Seen(Instant at, Optional<Session> session, Optional<Bill> bill) {}

    /** What {@link #pay} would charge now; nothing is kept. */
    KeyedAnswer quote(Caller caller, UUID id, QuoteCheckout wish) {
        String order = Fingerprint.of(wish).json();
        return database.keyed("checkout quote", () -> {
            Seen seen = look(caller, id, wish.passes());
            return jdbc.sql(QUOTE).param("location", caller.locationId()).param("session", id)
                    .param("order", order).param("at", Room.utc(seen.at))
                    .param("bill", seen.bill.map(Bill::bill).orElse(null))
                    .param("draws", seen.bill.map(Bill::draws).orElse("[]"))
                    .query(RoomSessions.ANSWER).single();
        });
    }

    /**
     * Ends a session in its order, or changes nothing.
     *
     * @param approver who takes responsibility for what a cashier may not do alone
     */
    KeyedAnswer pay(Caller caller, IdempotencyKey key, UUID id, CheckoutSession wish,
            Approvals.@Nullable Approver approver) {
        CheckoutSession sale = wish.withoutApproval();
        Fingerprint request = Fingerprint.of(new RoomSessions.Of(id, sale));
        String order = Fingerprint.of(sale).json();
        String asker = Fingerprint.of(new Asked(new Asked.By(caller.role().code(),
                caller.staffName(), approver == null ? null : approver.staffId()))).json();
        return deeds.keyed("checkout", caller, key, request, () -> {
            Seen seen = look(caller, id, wish.passes());
            return ended(CHECKOUT, caller, key, request, id, seen).param("order", order)
                    .param("asker", asker).param("bill", seen.bill.map(Bill::bill).orElse(null))
                    .param("draws", seen.bill.map(Bill::draws).orElse("[]"))
                    .query(RoomSessions.ANSWER).single();
        });
    }

    /** Stops the clock; the bill is to be paid. */
    KeyedAnswer finish(Caller caller, IdempotencyKey key, UUID id) {
        Fingerprint request = Fingerprint.of(new RoomSessions.Of(id, "finish"));
        return deeds.keyed("session finish", caller, key, request,
                () -> ended(FINISH, caller, key, request, id, look(caller, id, List.of()))
                        .query(RoomSessions.ANSWER).single());
    }

    private Seen look(Caller caller, UUID id, List<String> named) {
        Moment moment = room.moment(caller.locationId(), id, null);
        Optional<Bill> bill = moment.session().filter(Session::open)
                .map(session -> Bill.of(session, moment.now(), named.stream().distinct()
                        .map(pass -> left(caller, pass)).toList()));
        return new Seen(bill.map(Bill::at).orElse(moment.now()), moment.session(), bill);
    }

    private Bill.Named left(Caller caller, String pass) {
        Optional<PassId> id = PassId.parse(pass);
        return new Bill.Named(pass, id, id.flatMap(it -> passes.left(caller.locationId(), it)));
    }

    private JdbcClient.StatementSpec ended(String sql, Caller caller, IdempotencyKey key,
            Fingerprint request, UUID id, Seen seen) {
        return jdbc.sql(sql).param("location", caller.locationId()).param("key", key.value())
                .param("fingerprint", request.sha256()).param("staff", caller.staffId())
                .param("trace", CorrelationId.current()).param("session", id)
                .param("timing", seen.session.map(Session::timing).orElse(null))
                .param("at", Room.utc(seen.at))
                .param("charge", seen.bill.map(Bill::charge).orElse(null));
    }
}
