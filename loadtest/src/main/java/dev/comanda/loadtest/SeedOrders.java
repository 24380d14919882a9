package dev.comanda.loadtest;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Years of a busy shop: orders of the past 365 days, written by set instead of one by one, with the
 * rows that create_order would have left and housekeeping would have kept: answers and events of
 * the last 30 days only. The books add up as if each had been sold. Nobody sells meanwhile.
 */
final class SeedOrders {

    private static final int BATCH = 100_000;

    /** ?: first, last, all (numbers of orders). A cart is three of the 200 products, one each. */
    private static final String ORDERS = """
        CREATE TEMPORARY TABLE seeded ON COMMIT DROP AS
        SELECT n, seed_uuid(placed) AS id, seed_uuid(placed)::text AS key, placed,
               'LOAD-' || n % 64 + 1 AS register,
               (SELECT r.last_receipt_number FROM registers AS r
                 WHERE r.location_id = 1 AND r.code = 'LOAD-' || n % 64 + 1)
                   + row_number() OVER (PARTITION BY n % 64 ORDER BY n) AS receipt_number
          FROM (SELECT n, now() - interval '1 day'
                          - interval '365 days' * (1 - n::double precision / ?) AS placed
                  FROM generate_series(?::bigint, ?::bigint) AS n) AS numbered
        """;
    private static final List<String> REST = List.of("""
        CREATE TEMPORARY TABLE seeded_lines ON COMMIT DROP AS
        SELECT s.n, s.id AS order_id, line_no, s.placed, p.id AS product_id, p.sku, p.name,
               p.price, p.tax_rate_bp,
               (2 * p.price * p.tax_rate_bp + 10000 + p.tax_rate_bp)
                   / (2 * (10000 + p.tax_rate_bp)) AS tax
          FROM seeded AS s
          CROSS JOIN generate_series(1, 3) AS line_no
          JOIN products AS p ON p.location_id = 1
           AND p.sku = 'LOAD-' || lpad(((s.n * 7 + line_no * 67) % 200 + 1)::text, 3, '0')
        """, """
        INSERT INTO orders (location_id, id, key, register, receipt_number, currency,
                            prices_include_tax, subtotal, discount, tax, tip, total, placed_by,
                            created_at)
        SELECT 1, s.id, s.key, s.register, s.receipt_number, 'MXN', true, l.total, 0, l.tax, 0,
               l.total, (SELECT id FROM staff WHERE location_id = 1 ORDER BY created_at LIMIT 1),
               s.placed
          FROM seeded AS s
          JOIN (SELECT order_id, sum(price) AS total, sum(tax) AS tax
                  FROM seeded_lines GROUP BY order_id) AS l ON l.order_id = s.id
         ORDER BY s.n
        """, """
        INSERT INTO order_lines (location_id, order_id, line_no, product_id, sku, name, quantity,
                                 unit_price, discount, order_discount, tax_rate_bp, tax, total)
        SELECT 1, order_id, line_no, product_id, sku, name, 1, price, 0, 0, tax_rate_bp, tax, price
          FROM seeded_lines
         ORDER BY n, line_no
        """, """
        INSERT INTO order_tenders (location_id, order_id, tender_no, method, amount)
        SELECT 1, o.id, 1, 'card', o.total
          FROM seeded AS s JOIN orders AS o ON o.location_id = 1 AND o.id = s.id
         ORDER BY s.n
        """, """
        INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, staff_id,
                                     created_at)
        SELECT 1, order_id, product_id, 'sale', -1,
               (SELECT id FROM staff WHERE location_id = 1 ORDER BY created_at LIMIT 1), placed
          FROM seeded_lines
         ORDER BY n, line_no
        """, """
        UPDATE products AS p
           SET stock = p.stock - sold.quantity
          FROM (SELECT product_id, count(*) AS quantity FROM seeded_lines GROUP BY product_id)
            AS sold
         WHERE p.location_id = 1 AND p.id = sold.product_id
        """, """
        UPDATE registers AS r
           SET last_receipt_number = used.last
          FROM (SELECT register, max(receipt_number) AS last FROM seeded GROUP BY register) AS used
         WHERE r.location_id = 1 AND r.code = used.register
        """, """
        INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code,
                                      response, resource_id, created_at, expires_at)
        SELECT 1, s.key, 'order', sha256(convert_to(s.body, 'UTF8')), 201,
               CASE WHEN s.placed > now() - interval '30 days' THEN order_json(1, s.id) END,
               s.id, s.placed, s.placed + interval '30 days'
          FROM (SELECT *, (SELECT '{"lines":[' || string_agg('{"quantity":1,"sku":"' || l.sku
                                  || '"}', ',' ORDER BY l.line_no) || '],"register":"'
                                  || seeded.register || '","tenders":[{"method":"card"}]}'
                             FROM seeded_lines AS l WHERE l.order_id = seeded.id) AS body
                  FROM seeded) AS s
         ORDER BY s.n
        """, """
        INSERT INTO topics (location_id, topic, last_seq) VALUES (1, 'orders', 0)
            ON CONFLICT DO NOTHING
        """, """
        UPDATE topics SET last_seq = last_seq + (SELECT count(*) FROM seeded)
         WHERE location_id = 1 AND topic = 'orders'
        """, """
        UPDATE event_log SET last_position = last_position + (SELECT count(*) FROM seeded)
        """, """
        CREATE TEMPORARY TABLE newer ON COMMIT DROP AS
        SELECT e.*
          FROM events AS e
         CROSS JOIN seed_base AS b
         WHERE e.position > b.position + (SELECT min(n) - 1 FROM seeded)
        """, """
        DELETE FROM events
         WHERE position > (SELECT position FROM seed_base) + (SELECT min(n) - 1 FROM seeded)
        """, """
        INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data, at,
                            sequenced_at)
        SELECT 1, 'orders', b.seq + s.n, b.position + s.n, seed_uuid(k.created_at),
               'order.placed', k.resource_id, k.response, k.created_at, k.created_at
          FROM seeded AS s
          JOIN idempotency_keys AS k ON k.location_id = 1 AND k.key = s.key
         CROSS JOIN seed_base AS b
         WHERE k.response IS NOT NULL
         ORDER BY s.n
        """, """
        INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data,
                            correlation_id, at, sequenced_at)
        SELECT location_id, topic,
               seq + CASE WHEN (location_id, topic) = (1, 'orders') THEN added.orders ELSE 0 END,
               position + added.orders, id, type, entity_id, data, correlation_id, at,
               sequenced_at
          FROM newer
         CROSS JOIN (SELECT count(*) AS orders FROM seeded) AS added
         ORDER BY position
        """);

    /** What is seeded happened before all that is told: its events come before the first kept. */
    private static final String BASE = """
        CREATE TEMPORARY TABLE seed_base AS
        SELECT coalesce(min(e.position) - 1, g.last_position) AS position,
               coalesce(min(e.seq) FILTER (WHERE (e.location_id, e.topic) = (1, 'orders')) - 1,
                        (SELECT t.last_seq FROM topics AS t
                          WHERE t.location_id = 1 AND t.topic = 'orders'), 0) AS seq
          FROM event_log AS g
          LEFT JOIN events AS e ON true
         GROUP BY g.last_position
        """;

    private static final String UUID = """
        CREATE OR REPLACE FUNCTION pg_temp.seed_uuid(moment timestamptz) RETURNS uuid
        LANGUAGE sql VOLATILE
        RETURN encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
            PLACING substring(int8send((extract(epoch FROM moment) * 1000)::bigint) FROM 3)
            FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
        """;

    private final Shop shop;
    private final PrintStream out;

    SeedOrders(Shop shop, PrintStream out) {
        this.shop = shop;
        this.out = out;
    }

    /** Adds so many orders, a hundred thousand per transaction, then VACUUM ANALYZE. */
    void fill(long orders) throws SQLException {
        try (Connection db = shop.session(); Statement statement = db.createStatement()) {
            statement.execute(UUID);
            statement.execute(BASE);
            db.setAutoCommit(false);
            long start = System.nanoTime();
            for (long first = 1; first <= orders; first += BATCH) {
                long last = Math.min(orders, first + BATCH - 1);
                try (PreparedStatement made = db
                        .prepareStatement(ORDERS.replace("seed_uuid", "pg_temp.seed_uuid"))) {
                    made.setLong(1, orders);
                    made.setLong(2, first);
                    made.setLong(3, last);
                    made.executeUpdate();
                }
                statement.execute("CREATE INDEX ON seeded (id)");
                statement.execute("ANALYZE seeded");
                for (String sql : REST) {
                    statement.execute(sql.replace("seed_uuid", "pg_temp.seed_uuid"));
                    if (sql.contains("TABLE seeded_lines")) {
                        statement.execute("CREATE INDEX ON seeded_lines (order_id)");
                        statement.execute("ANALYZE seeded_lines");
                    }
                }
                db.commit();
                out.printf("%,d orders, %.0f s%n", last, (System.nanoTime() - start) / 1e9);
            }
            db.setAutoCommit(true);
            for (String table : List.of("orders", "order_lines", "order_tenders",
                    "stock_movements", "idempotency_keys", "events", "products", "registers")) {
                statement.execute("VACUUM ANALYZE " + table);
            }
        }
    }
}
