package dev.comanda.coworking;

import dev.comanda.tariffs.Charge;
import dev.comanda.tariffs.Schedule;
import dev.comanda.tariffs.Stay;
import dev.comanda.tariffs.Stay.Stretch;
import dev.comanda.tariffs.Tariff;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has to be known before a session's time is charged or split: the database's clock, and who
 * was where from when on, read in one statement.
 */
@Component
class Room {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PRESENT = """
        SELECT clock.now, l.time_zone, t.id AS tariff_id, t.rules, s.status, s.timing,
               s.started_at, s.ended_at, s.amount,
               (SELECT json_agg(json_build_object(
                           'from', rfc3339(h.from_at), 'people', h.people,
                           'tariffId', h.tariff_id, 'rules', r.rules) ORDER BY h.stretch_no)
                  FROM session_stretches AS h
                  JOIN tariffs AS r ON r.location_id = h.location_id AND r.id = h.tariff_id
                 WHERE h.location_id = :location AND h.session_id = s.id) AS stretches
          FROM (SELECT room_now() AS now) AS clock
          JOIN locations AS l ON l.id = :location
          LEFT JOIN coworking_sessions AS s ON s.location_id = l.id AND s.id = :session
          LEFT JOIN tariffs AS t ON t.location_id = l.id
               AND t.id = tariff_in_force(l.id, :tariff, clock.now)
        """;

    private final JdbcClient jdbc;

    Room(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A version of a tariff. */
    record Priced(UUID id, Tariff rules) {}

    /**
     * The room at an instant.
     *
     * @param offered the version in force of the tariff that was asked for
     * @param session the one that was asked for, where the location has it
     */
    record Moment(Instant now, ZoneId zone, Optional<Priced> offered,
            Optional<Session> session) {}

    /**
     * A session as far as its time goes.
     *
     * @param amount of the time, where a correction says so
     * @param last   the tariff of its last stretch
     */
    record Session(String status, int timing, @Nullable Instant endedAt, @Nullable Long amount,
            ZoneId zone, List<Stretch> stretches, Priced last) {

        boolean active() {
            return status.equals("active");
        }

        /** Not paid yet. */
        boolean open() {
            return active() || status.equals("awaiting-payment");
        }

        int people() {
            return stretches.getLast().people();
        }

        Instant startedAt() {
            return stretches.getFirst().from();
        }

        Stay stay() {
            return new Stay(zone, stretches);
        }

        /** What the time costs when it ends then. */
        Charge chargeAt(Instant end) {
            Charge charge = stay().chargeAt(end);
            return amount == null
                    ? charge
                    : charge.corrected(amount, startedAt().atZone(zone).toLocalDate());
        }

        /** The same with other figures; what was changed before the start holds from the start. */
        Session corrected(Instant start, @Nullable Instant end, @Nullable Long timeAmount) {
            List<Stretch> moved = new ArrayList<>();
            moved.add(new Stretch(start, stretches.getFirst().people(),
                    stretches.getFirst().tariff()));
            for (Stretch later : stretches.subList(1, stretches.size())) {
                moved.add(new Stretch(later.from().isBefore(start) ? start : later.from(),
                        later.people(), later.tariff()));
            }
            return new Session(status, timing, end, timeAmount, zone, moved, last);
        }

        /** Never before the last change, whatever the clock says. */
        Instant notBefore(Instant now) {
            Instant last = stretches.getLast().from();
            return now.isBefore(last) ? last : now;
        }

        /** The stay if, from then on, so many people were there under that tariff. */
        Stay split(Instant at, int people, Tariff tariff) {
            List<Stretch> split = new ArrayList<>(stretches);
            split.add(new Stretch(at, people, tariff));
            return new Stay(zone, split);
        }
    }

    /** What screens show of a charge, as the database keeps it. */
    record Steps(String json, OffsetDateTime until) {

        static Steps of(Stay stay, Instant startedAt, Instant now) {
            Schedule schedule = stay.scheduleAt(now);
            return new Steps(JSON.writeValueAsString(schedule.steps()),
                    utc(startedAt.plus(Duration.ofMinutes(schedule.untilMinute()))));
        }
    }

    /** @param session null, or whose time it is about; {@code tariff}: null, or a code */
    Moment moment(int locationId, @Nullable UUID session, @Nullable String tariff) {
        return jdbc.sql(PRESENT).param("location", locationId).param("session", session)
                .param("tariff", tariff).query(Room::moment).single();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Moment moment(ResultSet row, int number) throws SQLException {
        ZoneId zone = ZoneId.of(row.getString("time_zone"));
        UUID tariff = row.getObject("tariff_id", UUID.class);
        return new Moment(instant(row, "now"), zone,
                tariff == null
                        ? Optional.empty()
                        : Optional.of(new Priced(tariff, Tariff.parse(row.getString("rules")))),
                row.getString("status") == null
                        ? Optional.empty()
                        : Optional.of(session(row, zone)));
    }

    private static Session session(ResultSet row, ZoneId zone) throws SQLException {
        List<JsonNode> kept = JSON.readTree(row.getString("stretches")).valueStream().toList();
        List<Stretch> stretches = kept.stream()
                .map(stretch -> new Stretch(Instant.parse(stretch.path("from").asString()),
                        stretch.path("people").asInt(),
                        Tariff.parse(stretch.path("rules").toString())))
                .toList();
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        Long amount = row.getObject("amount", Long.class);
        return new Session(row.getString("status"), row.getInt("timing"), null, null, zone,
                stretches,
                new Priced(UUID.fromString(kept.getLast().path("tariffId").asString()),
                        stretches.getLast().tariff()))
                .corrected(instant(row, "started_at"),
                        endedAt == null ? null : endedAt.toInstant(), amount);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
