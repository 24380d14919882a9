package dev.comanda.orders;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.ProblemException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A location's orders, newest first, in keyset pages. */
@Component
class OrderList {

    /**
     * NULL parameters do not filter; a day is the shop's, midnight to midnight in its zone. The
     * bounds are scalar, so that one range of idx_orders_created_at is read.
     */
    private static final String PAGE = """
        SELECT o.id, (extract(epoch FROM o.created_at) * 1000000)::bigint AS placed_us,
               order_json(o.location_id, o.id) AS answer
          FROM orders AS o
         WHERE o.location_id = :location
           AND o.created_at >= coalesce(
                   (SELECT :day::date::timestamp AT TIME ZONE l.time_zone
                      FROM locations AS l WHERE l.id = :location), '-infinity')
           AND o.created_at < coalesce(
                   (SELECT (:day::date + 1)::timestamp AT TIME ZONE l.time_zone
                      FROM locations AS l WHERE l.id = :location), 'infinity')
           AND (o.created_at, o.id) < (
                   coalesce(timestamptz 'epoch' + :beforeUs * interval '1 microsecond',
                            'infinity'),
                   coalesce(:beforeId::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           AND (:register::text IS NULL OR o.register = :register)
           AND (:status::text IS NULL OR o.status = :status)
         ORDER BY o.created_at DESC, o.id DESC
         LIMIT :limit + 1
        """;

    private final JdbcClient jdbc;
    private final Database database;

    OrderList(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** What to list; null does not filter. */
    record Filter(@Nullable LocalDate day, @Nullable String register, @Nullable String status) {}

    private record Row(UUID id, long placedUs, String answer) {}

    /** Where a page ended: the instant in microseconds since the epoch, and the order. */
    private record Cursor(long placedUs, UUID id) {

        /** The end of the year 9999: a forged instant must not leave PostgreSQL's range. */
        private static final long LATEST_US = 253_402_300_799_999_999L;

        static Cursor parse(String text) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
                if (bytes.remaining() == 24) {
                    Cursor cursor = new Cursor(bytes.getLong(),
                            new UUID(bytes.getLong(), bytes.getLong()));
                    if (cursor.placedUs >= 0 && cursor.placedUs <= LATEST_US) {
                        return cursor;
                    }
                }
            } catch (IllegalArgumentException e) {
                // not Base64: refused below
            }
            throw ProblemException.parameter("cursor", "format");
        }

        String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(24)
                    .putLong(placedUs).putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits()).array());
        }
    }

    /**
     * One page as the JSON that the API answers.
     *
     * @param limit at most so many orders
     * @param after {@code nextCursor} of the page before
     */
    String page(Caller caller, Filter filter, int limit, @Nullable String after) {
        Cursor before = after == null ? null : Cursor.parse(after);
        List<Row> rows = database.keyed("order list", () -> jdbc.sql(PAGE)
                .param("location", caller.locationId())
                .param("day", filter.day())
                .param("register", filter.register())
                .param("status", filter.status())
                .param("beforeUs", before == null ? null : before.placedUs())
                .param("beforeId", before == null ? null : before.id())
                .param("limit", limit)
                .query(Row.class).list());
        List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
        StringBuilder json = new StringBuilder(page.stream().map(Row::answer)
                .collect(Collectors.joining(",", "{\"orders\":[", "]")));
        if (rows.size() > limit) {
            Row last = page.getLast();
            json.append(",\"nextCursor\":\"").append(new Cursor(last.placedUs(), last.id()).text())
                    .append('"');
        }
        return json.append('}').toString();
    }
}
