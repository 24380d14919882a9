package dev.comanda.coworking;

import dev.comanda.coworking.Room.Moment;
import dev.comanda.coworking.Room.Session;
import dev.comanda.coworking.Room.Steps;
import dev.comanda.database.Database;
import dev.comanda.database.DatabaseUnavailableException;
import dev.comanda.outbox.Sequencer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks after sessions that nobody thinks of: says which are there for too long, ends them as of
 * the closing time, and sends steps before they run out. Every instance looks; each deed is done by
 * the first, once, as the database's clock says, however late.
 *
 * @see "db/migration/V041"
 */
@Component
class RoomKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
    private static final String WATCH = """
        SELECT flagged, active, overdue, awaiting FROM watch_room()
        """;
    private static final String DUTIES = """
        SELECT location_id, session_id, closing_at FROM room_duties()
        """;
    private static final String END = """
        SELECT end_forgotten(:location, :session, :timing, :at, :charge)
        """;
    private static final String RESCHEDULE = """
        SELECT reschedule_session(:location, :session, :timing, :schedule, :until)
        """;

    private final JdbcClient jdbc;
    private final Database database;
    private final Room room;
    private final Sequencer sequencer;
    private final MeterRegistry meters;
    private volatile Seen seen = new Seen(0, 0, 0, 0);

    private record Seen(long flagged, long active, long overdue, long awaiting) {}

    private record Duty(int locationId, UUID sessionId, @Nullable OffsetDateTime closingAt) {}

    RoomKeeper(JdbcClient jdbc, Database database, Room room, Sequencer sequencer,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.database = database;
        this.room = room;
        this.sequencer = sequencer;
        this.meters = meters;
        gauge("active", "sessions whose time runs");
        gauge("overdue", "those of them that are there for longer than their location wants");
        gauge("awaiting-payment", "sessions whose bill is not paid");
    }

    private void gauge(String state, String description) {
        Gauge.builder("comanda.room.sessions", () -> switch (state) {
            case "active" -> seen.active;
            case "overdue" -> seen.overdue;
            default -> seen.awaiting;
        }).tag("state", state).description(description).register(meters);
    }

    /** Does what is to be done now. */
    void look() {
        seen = database.keyed("room watch", () -> jdbc.sql(WATCH).query(Seen.class).single());
        count("overdue", seen.flagged);
        List<Duty> duties = database.keyed("room watch",
                () -> jdbc.sql(DUTIES).query(Duty.class).list());
        for (Duty duty : duties) {
            boolean done = tryToAttend(duty);
            count(duty.closingAt == null ? "rescheduling" : "closing time", done ? 1 : 0);
        }
        if (seen.flagged > 0 || !duties.isEmpty()) {
            sequencer.nudge();
        }
    }

    /** A session that cannot be read, or has no place in the books, keeps nobody else waiting. */
    private boolean tryToAttend(Duty duty) {
        try {
            return database.keyed("room watch", () -> attend(duty));
        } catch (IllegalArgumentException | JacksonException | DataAccessException e) {
            LOG.atError().setMessage("session not looked after")
                    .addKeyValue("location", duty.locationId)
                    .addKeyValue("session", duty.sessionId).setCause(e).log();
            return false;
        }
    }

    private boolean attend(Duty duty) {
        Moment moment = room.moment(duty.locationId, duty.sessionId, null);
        return moment.session().filter(Session::active).map(session -> duty.closingAt == null
                ? reschedule(duty, session, moment.now())
                : end(duty, session, session.notBefore(duty.closingAt.toInstant()))).orElse(false);
    }

    private boolean end(Duty duty, Session session, Instant at) {
        return of(END, duty, session).param("at", Room.utc(at))
                .param("charge", JsonMapper.shared().writeValueAsString(session.chargeAt(at)))
                .query(Boolean.class).single();
    }

    private boolean reschedule(Duty duty, Session session, Instant now) {
        Steps steps = Steps.of(session.stay(), session.startedAt(), session.notBefore(now));
        return of(RESCHEDULE, duty, session).param("schedule", steps.json())
                .param("until", steps.until()).query(Boolean.class).single();
    }

    private JdbcClient.StatementSpec of(String sql, Duty duty, Session session) {
        return jdbc.sql(sql).param("location", duty.locationId)
                .param("session", duty.sessionId).param("timing", session.timing());
    }

    private void count(String deed, long times) {
        if (times > 0) {
            meters.counter("comanda.sessions", "deed", deed, "ending", "done")
                    .increment((double) times);
            LOG.atInfo().setMessage("room looked after").addKeyValue("deed", deed)
                    .addKeyValue("sessions", times).log();
        }
    }

    /** What was left while the database was away, the next look does. */
    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    void tryToLook() {
        try {
            look();
        } catch (DatabaseUnavailableException e) {
            LOG.warn("room not looked after: {}", e.toString());
        }
    }
}
