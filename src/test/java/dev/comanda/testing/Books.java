package dev.comanda.testing;

/** What must hold in every location at any time, as one query that names what does not. */
final class Books {

    static final String WHAT_IS_WRONG = """
        WITH sums AS (
            SELECT o.id, o.key, o.status, o.subtotal, o.discount, o.tax, o.tip, o.total,
                   o.prices_include_tax,
                   (SELECT row(sum(l.total), sum(l.order_discount), sum(l.tax))::text
                      FROM order_lines AS l
                     WHERE l.location_id = o.location_id AND l.order_id = o.id) AS lines,
                   (SELECT coalesce(sum(t.amount), 0)
                      FROM order_tenders AS t
                     WHERE t.location_id = o.location_id AND t.order_id = o.id) AS tendered,
                   (SELECT count(k.key)
                      FROM idempotency_keys AS k
                     WHERE k.location_id = o.location_id AND k.key = o.key
                       AND k.operation = 'order' AND k.resource_id = o.id) AS keys,
                   (SELECT string_agg(e.type, ' ' ORDER BY e.type)
                      FROM all_events AS e
                     WHERE e.location_id = o.location_id AND e.entity_id = o.id
                       AND e.type <> 'order.refunded') AS events
              FROM orders AS o
             WHERE o.location_id = :location)
        SELECT 'lines do not add up to order ' || id FROM sums
         WHERE lines <> row(subtotal, discount, tax)::text
        UNION ALL
        SELECT 'total of order ' || id FROM sums
         WHERE total <> subtotal - discount + tip
                        + CASE WHEN prices_include_tax THEN 0 ELSE tax END
        UNION ALL
        SELECT 'tenders of order ' || id FROM sums WHERE tendered <> total
        UNION ALL
        SELECT 'key of order ' || id FROM sums WHERE keys <> 1
        UNION ALL
        SELECT 'events of order ' || id || ': ' || coalesce(events, 'none') FROM sums
         WHERE events IS DISTINCT FROM CASE status WHEN 'paid' THEN 'order.placed'
                                       ELSE 'order.placed order.voided' END
        UNION ALL
        SELECT 'key without order ' || k.key
          FROM idempotency_keys AS k
          LEFT JOIN orders AS o ON o.location_id = k.location_id AND o.id = k.resource_id
         WHERE k.location_id = :location AND k.operation IN ('order', 'void') AND o.id IS NULL
        UNION ALL
        SELECT 'event without order ' || e.entity_id
          FROM all_events AS e
          LEFT JOIN orders AS o ON o.location_id = e.location_id AND o.id = e.entity_id
         WHERE e.location_id = :location AND e.topic = 'orders' AND o.id IS NULL
        UNION ALL
        SELECT 'stock of ' || p.sku || ': ' || p.stock
          FROM products AS p
          LEFT JOIN (SELECT m.product_id, sum(m.quantity) AS moved
                       FROM stock_movements AS m
                      WHERE m.location_id = :location
                      GROUP BY m.product_id) AS m ON m.product_id = p.id
         WHERE p.location_id = :location AND p.stock <> coalesce(m.moved, 0)
        UNION ALL
        SELECT 'receipt numbers of ' || r.code
          FROM registers AS r
          LEFT JOIN orders AS o ON o.location_id = r.location_id AND o.register = r.code
         WHERE r.location_id = :location
         GROUP BY r.code, r.last_receipt_number
        HAVING count(o.id) <> r.last_receipt_number
            OR coalesce(max(o.receipt_number), 0) <> r.last_receipt_number
        UNION ALL
        SELECT 'movements of order ' || l.order_id || ' for ' || l.sku
          FROM (SELECT l.order_id, l.product_id, l.sku, o.status, sum(l.quantity) AS sold
                  FROM order_lines AS l
                  JOIN orders AS o ON o.location_id = l.location_id AND o.id = l.order_id
                  JOIN products AS p ON p.location_id = l.location_id AND p.id = l.product_id
                 WHERE l.location_id = :location AND p.stock IS NOT NULL
                 GROUP BY l.order_id, l.product_id, l.sku, o.status) AS l
         WHERE (SELECT string_agg(m.kind || ' ' || m.quantity, ' ' ORDER BY m.kind)
                  FROM stock_movements AS m
                 WHERE m.location_id = :location AND m.source_id = l.order_id
                   AND m.product_id = l.product_id AND m.kind IN ('sale', 'void'))
               IS DISTINCT FROM 'sale ' || -l.sold
                   || CASE l.status WHEN 'paid' THEN '' ELSE ' void ' || l.sold END
        UNION ALL
        SELECT 'session ' || s.id || ' is ' || s.status || ', its paid orders: ' || o.paid
          FROM coworking_sessions AS s
         CROSS JOIN LATERAL (
               SELECT coalesce(string_agg(o.id::text, ' '), 'none') AS paid
                 FROM orders AS o
                WHERE o.location_id = s.location_id AND o.session_id = s.id
                  AND o.status = 'paid') AS o
         WHERE s.location_id = :location AND o.paid <> coalesce(s.order_id::text, 'none')
        UNION ALL
        SELECT 'movements between session ' || o.session_id || ' and order ' || o.id
          FROM orders AS o
         WHERE o.location_id = :location AND o.session_id IS NOT NULL
           AND (SELECT coalesce(sum(m.quantity), 0) FROM stock_movements AS m
                 WHERE m.location_id = o.location_id AND m.source_id = o.id) <> 0
        UNION ALL
        SELECT 'uses of pass ' || p.order_id || ': ' || p.used
          FROM passes AS p
         WHERE p.location_id = :location
           AND p.used <> (SELECT coalesce(sum(u.amount), 0)
                            FROM pass_uses AS u
                           WHERE u.location_id = p.location_id AND u.order_id = p.order_id
                             AND u.line_no = p.line_no AND u.pass_no = p.pass_no)
        """;

    private Books() {}
}
