package dev.comanda.coworking;

import dev.comanda.coworking.Room.Moment;
import dev.comanda.coworking.Room.Priced;
import dev.comanda.coworking.Room.Session;
import dev.comanda.coworking.Room.Steps;
import dev.comanda.coworking.Wishes.AddExtra;
import dev.comanda.coworking.Wishes.CancelSession;
import dev.comanda.coworking.Wishes.ChangePeople;
import dev.comanda.coworking.Wishes.MoveSession;
import dev.comanda.coworking.Wishes.OpenSession;
import dev.comanda.database.Database;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.tariffs.Stay;
import dev.comanda.tariffs.Stay.Stretch;
import dev.comanda.web.CorrelationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The guests of each location, from sitting down to leaving. A deed is one function of the
 * database; where it changes what the time costs, the server reads the room first, and the function
 * makes it read again if the session or the clock has moved on since.
 *
 * @see "db/migration/V022"
 */
@Component
class RoomSessions {

    private static final String OPEN = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               open_session(here.location_id, :key, :fingerprint, :staff, :wish::jsonb, :tariff,
                            :at, :schedule, :until, :trace) AS deed
        """;
    private static final String CHANGE = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               change_session(here.location_id, :key, :operation, :fingerprint, :staff, :session,
                              :wish::jsonb, :timing, :at, :tariff, :schedule, :until,
                              :trace) AS deed
        """;
    private static final String ADD = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               add_extra(here.location_id, :key, :fingerprint, :staff, :session, :sku, :quantity,
                         :trace) AS deed
        """;
    private static final String REMOVE = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               remove_extra(here.location_id, :staff, :session, :extra, :trace) AS deed
        """;
    private static final String CANCEL = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               cancel_session(here.location_id, :key, :fingerprint, :staff, :session, :reason,
                              :by::jsonb, :trace) AS deed
        """;
    private static final String BY_ID = """
        SELECT session_json(?, ?) AS answer
        """;

    static final RowMapper<KeyedAnswer> ANSWER = (row, _) -> KeyedAnswer
            .of(row.getString("outcome"), row.getString("answer"));

    private final JdbcClient jdbc;
    private final Database database;
    private final Deeds deeds;
    private final Room room;

    RoomSessions(JdbcClient jdbc, Database database, Deeds deeds, Room room) {
        this.jdbc = jdbc;
        this.database = database;
        this.deeds = deeds;
        this.room = room;
    }

    /** What a key stands for where the path names the session. */
    record Of(UUID session, Object wish) {}

    private record By(String name, @Nullable String register, UUID approvedBy) {}

    Optional<String> byId(Caller caller, UUID id) {
        return database.keyed("session look-up", () -> jdbc.sql(BY_ID)
                .params(caller.locationId(), id).query(String.class).optional());
    }

    /** Seats a guest; the time runs from now on, by the database's clock. */
    KeyedAnswer open(Caller caller, IdempotencyKey key, OpenSession wish) {
        Fingerprint request = Fingerprint.of(wish);
        return deeds.keyed("session opening", caller, key, request, () -> {
            Moment moment = room.moment(caller.locationId(), null, wish.tariff());
            Instant now = moment.now();
            Optional<Steps> steps = moment.offered().map(offered -> Steps.of(new Stay(moment.zone(),
                    List.of(new Stretch(now, wish.people(), offered.rules()))), now, now));
            return timed(keyed(OPEN, caller, key, request), now, moment.offered(), steps)
                    .param("wish", request.json()).query(ANSWER).single();
        });
    }

    /** From now on there are more people, or fewer. */
    KeyedAnswer changePeople(Caller caller, IdempotencyKey key, UUID id, ChangePeople wish) {
        return change(caller, key, id, "session-people", wish, null);
    }

    /** From now on they sit elsewhere; the time so far stays as it was charged. */
    KeyedAnswer move(Caller caller, IdempotencyKey key, UUID id, MoveSession wish) {
        return change(caller, key, id, "session-move", wish, wish.tariff());
    }

    /** An extra at the price of this moment; its stock leaves the shelf now. */
    KeyedAnswer addExtra(Caller caller, IdempotencyKey key, UUID id, AddExtra wish) {
        Fingerprint request = Fingerprint.of(new Of(id, wish));
        return deeds.keyed("extra", caller, key, request,
                () -> keyed(ADD, caller, key, request).param("session", id)
                        .param("sku", wish.sku()).param("quantity", wish.quantity())
                        .query(ANSWER).single());
    }

    /** Takes an extra off again; a second time changes nothing more. */
    KeyedAnswer removeExtra(Caller caller, UUID id, UUID extra) {
        String trace = CorrelationId.current();
        return deeds.repeatable("extra removal", () -> jdbc.sql(REMOVE)
                .param("location", caller.locationId()).param("staff", caller.staffId())
                .param("session", id).param("extra", extra).param("trace", trace)
                .query(ANSWER).single());
    }

    /** @param approver who takes responsibility, in the audit entry that commits with it */
    KeyedAnswer cancel(Caller caller, IdempotencyKey key, UUID id, CancelSession wish,
            Approvals.Approver approver) {
        Fingerprint request = Fingerprint.of(new Of(id, wish.reason()));
        String by = Fingerprint.of(new By(caller.staffName(), caller.register(),
                approver.staffId())).json();
        return deeds.keyed("session cancelling", caller, key, request,
                () -> keyed(CANCEL, caller, key, request).param("session", id)
                        .param("reason", wish.reason()).param("by", by).query(ANSWER).single());
    }

    private KeyedAnswer change(Caller caller, IdempotencyKey key, UUID id, String operation,
            Object wish, @Nullable String tariff) {
        Fingerprint request = Fingerprint.of(new Of(id, wish));
        String json = Fingerprint.of(wish).json();
        return deeds.keyed("session change", caller, key, request, () -> {
            Moment moment = room.moment(caller.locationId(), id, tariff);
            Optional<Session> active = moment.session().filter(Session::active);
            Instant at = active.map(session -> session.notBefore(moment.now()))
                    .orElse(moment.now());
            Optional<Priced> priced = active.flatMap(session -> tariff == null
                    ? Optional.of(session.last())
                    : moment.offered());
            int people = wish instanceof ChangePeople change
                    ? change.people()
                    : active.map(Session::people).orElse(0);
            Optional<Steps> steps = priced.map(from -> Steps.of(
                    active.orElseThrow().split(at, people, from.rules()),
                    active.orElseThrow().stretches().getFirst().from(), at));
            return timed(keyed(CHANGE, caller, key, request), at, priced, steps)
                    .param("session", id).param("operation", operation).param("wish", json)
                    .param("timing", active.map(Session::timing).orElse(null))
                    .query(ANSWER).single();
        });
    }

    private JdbcClient.StatementSpec keyed(String sql, Caller caller, IdempotencyKey key,
            Fingerprint request) {
        return jdbc.sql(sql).param("location", caller.locationId()).param("key", key.value())
                .param("fingerprint", request.sha256()).param("staff", caller.staffId())
                .param("trace", CorrelationId.current());
    }

    private static JdbcClient.StatementSpec timed(JdbcClient.StatementSpec call, Instant at,
            Optional<Priced> priced, Optional<Steps> steps) {
        return call.param("at", Room.utc(at)).param("tariff", priced.map(Priced::id).orElse(null))
                .param("schedule", steps.map(Steps::json).orElse(null))
                .param("until", steps.map(Steps::until).orElse(null));
    }
}
