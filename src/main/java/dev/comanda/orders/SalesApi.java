package dev.comanda.orders;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.web.ProblemException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was sold when, for whoever plans tomorrow. */
@RestController
class SalesApi {

    /**
     * Each hour of the shop's calendar day, which has 23 to 25; of each, one range of
     * idx_orders_created_at is read, and one of idx_orders_sold_at for what arrived later. Voided
     * orders were not sold.
     */
    private static final String BY_HOUR = """
        WITH day AS (
            SELECT d.day, d.day::timestamp AT TIME ZONE l.time_zone AS begins,
                   (d.day + 1)::timestamp AT TIME ZONE l.time_zone AS ends
              FROM locations AS l
             CROSS JOIN LATERAL (
                   SELECT coalesce(:day::date, (now() AT TIME ZONE l.time_zone)::date)) AS d (day)
             WHERE l.id = :location)
        SELECT d.day, h.begins AS "from", count(o.total) AS orders,
               coalesce(sum(o.total - o.tip), 0) AS sales, coalesce(sum(o.tip), 0) AS tips
          FROM day AS d
         CROSS JOIN generate_series(d.begins, d.ends - interval '1 second',
                                    interval '1 hour') AS h (begins)
          LEFT JOIN LATERAL (
               SELECT n.total, n.tip
                 FROM orders AS n
                WHERE n.location_id = :location AND n.status = 'paid' AND n.sold_at IS NULL
                  AND n.created_at >= h.begins
                  AND n.created_at < least(h.begins + interval '1 hour', d.ends)
                UNION ALL
               SELECT b.total, b.tip
                 FROM orders AS b
                WHERE b.location_id = :location AND b.status = 'paid'
                  AND b.sold_at >= h.begins
                  AND b.sold_at < least(h.begins + interval '1 hour', d.ends)) AS o ON true
         GROUP BY d.day, h.begins
         ORDER BY h.begins
        """;

    private final Database database;
    private final JdbcClient jdbc;

    /**
     * One hour. Amounts in minor units.
     *
     * @param sales what was paid less the tips, so with the tax
     */
    record Hour(Instant from, long orders, long sales, long tips) {}

    record SalesByHour(LocalDate day, List<Hour> hours) {}

    private record Row(LocalDate day, Hour hour) {}

    SalesApi(Database database, JdbcClient jdbc) {
        this.database = database;
        this.jdbc = jdbc;
    }

    /** @param day of the shop; null: its today */
    @GetMapping("/api/reports/sales-by-hour")
    SalesByHour byHour(Caller caller, @RequestParam @Nullable LocalDate day) {
        if (day != null && (day.getYear() < 1 || day.getYear() > 9999)) {
            throw ProblemException.parameter("day", "format");
        }
        List<Row> rows = database.keyed("sales by hour", () -> jdbc.sql(BY_HOUR)
                .param("location", caller.locationId()).param("day", day)
                .query((row, _) -> new Row(row.getObject("day", LocalDate.class),
                        new Hour(row.getObject("from", OffsetDateTime.class).toInstant(),
                                row.getLong("orders"), row.getLong("sales"),
                                row.getLong("tips"))))
                .list());
        return new SalesByHour(rows.getFirst().day, rows.stream().map(Row::hour).toList());
    }
}
