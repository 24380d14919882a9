package dev.comanda.coworking;

import dev.comanda.coworking.Room.Moment;
import dev.comanda.coworking.Room.Session;
import dev.comanda.coworking.Room.Steps;
import dev.comanda.coworking.Wishes.CorrectSession;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts figures of a session right that is not paid yet; what they were is kept, with the reason and
 * who says so. A session that is paid is opened by the void of its order first.
 *
 * @see "db/migration/V041, correct_session"
 */
@Component
class Corrections {

    private static final String CORRECT = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               correct_session(here.location_id, :key, :fingerprint, :staff, :session,
                               :wish::jsonb, :by::jsonb, :timing, :now, :startedAt, :endedAt,
                               :schedule, :until, :charge, :trace) AS deed
        """;

    private final JdbcClient jdbc;
    private final Deeds deeds;
    private final Room room;

    Corrections(JdbcClient jdbc, Deeds deeds, Room room) {
        this.jdbc = jdbc;
        this.deeds = deeds;
        this.room = room;
    }

    private record By(String name, @Nullable String register, UUID approvedBy) {}

    /** @param approver who takes responsibility, in the entry that commits with it */
    KeyedAnswer correct(Caller caller, IdempotencyKey key, UUID id, CorrectSession wish,
            Approvals.Approver approver) {
        CorrectSession figures = new CorrectSession(wish.startedAt(), wish.endedAt(),
                wish.amount(), wish.reason(), null);
        Fingerprint request = Fingerprint.of(new RoomSessions.Of(id, figures));
        String by = Fingerprint.of(new By(caller.staffName(), caller.register(),
                approver.staffId())).json();
        return deeds.keyed("session correction", caller, key, request, () -> {
            Moment moment = room.moment(caller.locationId(), id, null);
            Optional<Session> open = moment.session().filter(Session::open)
                    .map(session -> corrected(session, figures, moment.now()));
            Optional<Steps> steps = open.map(session -> Steps.of(session.stay(),
                    session.startedAt(), moment.now()));
            return jdbc.sql(CORRECT).param("location", caller.locationId())
                    .param("key", key.value()).param("fingerprint", request.sha256())
                    .param("staff", caller.staffId()).param("session", id)
                    .param("wish", Fingerprint.of(figures).json()).param("by", by)
                    .param("timing", open.map(Session::timing).orElse(null))
                    .param("now", Room.utc(moment.now()))
                    .param("startedAt", open.map(it -> Room.utc(it.startedAt())).orElse(null))
                    .param("endedAt", open.flatMap(Corrections::end).map(Room::utc).orElse(null))
                    .param("schedule", steps.map(Steps::json).orElse(null))
                    .param("until", steps.map(Steps::until).orElse(null))
                    .param("charge", open.flatMap(Corrections::charge).orElse(null))
                    .param("trace", CorrelationId.current())
                    .query(RoomSessions.ANSWER).single();
        });
    }

    private static Session corrected(Session session, CorrectSession wish, Instant now) {
        Instant end = wish.endedAt() == null ? session.endedAt() : wish.endedAt();
        if (end == null && wish.amount() != null) {
            end = session.notBefore(now);
        }
        return session.corrected(
                Objects.requireNonNullElse(wish.startedAt(), session.startedAt())
                        .truncatedTo(ChronoUnit.MILLIS),
                end == null ? null : end.truncatedTo(ChronoUnit.MILLIS), wish.amount());
    }

    private static Optional<Instant> end(Session session) {
        return Optional.ofNullable(session.endedAt());
    }

    private static Optional<String> charge(Session session) {
        return end(session)
                .map(end -> JsonMapper.shared().writeValueAsString(session.chargeAt(end)));
    }
}
