package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the database holds what the tills were told: every answered order once, nothing more
 * than what was still under way when a run was cut off, and books that add up.
 */
final class Books {

    /** Keys end in run, till, counter; a till's counters have a hole where an order is lost. */
    private static final String BY_TILL = """
        SELECT substr(o.key, 16, 3) AS run, substr(o.key, 20, 4) AS till, count(*) AS orders,
               max(('x' || substr(o.key, 25))::bit(48)::bigint) + 1 AS counters
          FROM orders AS o
         WHERE o.location_id = 1 AND o.register LIKE 'LOAD-%' AND o.created_at >= ?
         GROUP BY 1, 2
        """;

    private static final String EVENTS = "orders since the start without exactly one event";

    /** One number each, 0 where it holds; over the registers and products of the load only. */
    private static final Map<String, String> HOLDS = Map.of(
            "products whose stock is not the sum of its movements", """
                SELECT count(*)
                  FROM products AS p
                 WHERE p.sku LIKE 'LOAD-%' AND p.stock <> (
                       SELECT sum(m.quantity) FROM all_movements AS m WHERE m.product_id = p.id)
                """,
            "registers whose receipts are not 1 to the last", """
                SELECT count(*)
                  FROM registers AS r
                 WHERE r.code LIKE 'LOAD-%' AND NOT r.last_receipt_number = ALL (
                       SELECT unnest(ARRAY[count(*), coalesce(max(o.receipt_number), 0)])
                         FROM orders AS o WHERE o.location_id = 1 AND o.register = r.code)
                """,
            "orders since the start without exactly three lines, three movements and what is due",
            """
                SELECT count(*)
                  FROM new_orders AS o
                 WHERE (SELECT (count(*), sum(l.total)) FROM order_lines AS l
                         WHERE l.location_id = 1 AND l.order_id = o.id)
                       IS DISTINCT FROM (3::bigint, o.total::numeric)
                    OR (SELECT count(*) FROM stock_movements AS m
                         WHERE m.location_id = 1 AND m.source_id = o.id) <> 3
                    OR (SELECT sum(t.amount) FROM order_tenders AS t
                         WHERE t.location_id = 1 AND t.order_id = o.id) <> o.total
                """,
            "orders since the start without their key", """
                SELECT count(*)
                  FROM new_orders AS o
                 WHERE NOT EXISTS (SELECT FROM idempotency_keys AS k
                                    WHERE k.location_id = 1 AND k.key = o.key
                                      AND k.resource_id = o.id)
                """,
            EVENTS, """
                SELECT (SELECT count(*) FROM new_orders) - count(DISTINCT e.entity_id)
                       + count(*) - count(DISTINCT e.entity_id)
                  FROM all_events AS e
                  JOIN new_orders AS o ON o.id = e.entity_id
                """);

    private final Shop shop;
    private final String startedAt;
    private final Map<String, Run> runs = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Long> sent = new HashMap<>();
    private long answers;
    private boolean pruned;

    Books(Shop shop) throws SQLException {
        this.shop = shop;
        try (Connection db = shop.session()) {
            startedAt = one(db, "SELECT clock_timestamp()::text");
        }
    }

    /** Events are pruned meanwhile: what is kept of them is for the doctor to examine. */
    void prune() {
        pruned = true;
    }

    /** Notes what a run of new orders says about itself. */
    void add(Run run, Measure measure) {
        answers += measure.answers();
        if (measure.failures() > 0) {
            wrong.add("run %d: %d refusals or broken connections".formatted(run.number(),
                    measure.failures()));
        }
        for (int till = 0; till < measure.sent().size(); till++) {
            sent.put(tillOf("%03x".formatted(run.number()), "%04x".formatted(0x8000 + till)),
                    measure.sent().get(till));
        }
        runs.put("%03x".formatted(run.number()), run);
    }

    /** @return what is wrong, in words; empty where everything is in order */
    List<String> check() throws SQLException, InterruptedException {
        Thread.sleep(2_000); // what was cut off in flight ends, one way or the other
        try (Connection db = shop.session()) {
            long orders = tills(db);
            if (orders < answers) {
                wrong.add("LOST: %d answered, %d in the books".formatted(answers, orders));
            }
            for (Map.Entry<String, String> promise : HOLDS.entrySet()) {
                String count = pruned && promise.getKey().equals(EVENTS)
                        ? "0"
                        : one(db, views() + promise.getValue());
                if (!"0".equals(count)) {
                    wrong.add(count + " " + promise.getKey());
                }
            }
        }
        return List.copyOf(wrong);
    }

    private long tills(Connection db) throws SQLException {
        long orders = 0;
        try (var statement = db.prepareStatement(BY_TILL.replace("?", "?::timestamptz"))) {
            statement.setString(1, startedAt);
            ResultSet row = statement.executeQuery();
            Map<String, Long> begun = new HashMap<>(sent);
            while (row.next()) {
                String till = tillOf(row.getString("run"), row.getString("till"));
                long found = row.getLong("orders");
                Long asked = begun.remove(till);
                orders += found;
                if (asked == null || found != row.getLong("counters") || found > asked
                        || found < asked - 1) {
                    wrong.add("till %s began %s orders, %d are there, the last is number %d"
                            .formatted(till, asked, found, row.getLong("counters")));
                }
            }
            begun.forEach((till, asked) -> {
                if (asked > 1) {
                    wrong.add("LOST: all %d orders of till %s".formatted(asked, till));
                }
            });
        }
        return orders;
    }

    String summary() {
        return runs.isEmpty()
                ? "the books add up"
                : "%,d orders answered in %d runs, all in the books".formatted(answers,
                        runs.size());
    }

    private String views() {
        return """
            WITH new_orders AS (
                SELECT id, key, total FROM orders
                 WHERE location_id = 1 AND register LIKE 'LOAD-%%' AND created_at >= '%s'),
            all_movements AS MATERIALIZED (
                SELECT product_id, sum(quantity) AS quantity FROM stock_movements
                 WHERE location_id = 1 GROUP BY product_id)
            """.formatted(startedAt);
    }

    private static String tillOf(String run, String till) {
        return run + "-" + till;
    }

    private static String one(Connection db, String sql) throws SQLException {
        try (Statement statement = db.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
