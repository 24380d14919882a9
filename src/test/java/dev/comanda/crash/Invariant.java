package dev.comanda.crash;

/**
 * What holds in the books at every instant, in every snapshot, whatever has crashed. Each query
 * answers one row of text for everything that breaks its rule, and none in good books.
 *
 * @see Auditor
 */
public enum Invariant {

    TOTAL_ADDS_UP("""
        SELECT format('order %s: total %s, its parts make %s', o.id, o.total, o.due)
          FROM (SELECT id, total, subtotal - discount
                       + CASE WHEN prices_include_tax THEN 0 ELSE tax END + tip AS due
                  FROM orders) AS o
         WHERE o.total <> o.due
        """),

    ORDER_IS_THE_SUM_OF_ITS_LINES("""
        SELECT format('order %s: subtotal, discount, tax %s, %s, %s; its %s lines: %s, %s, %s',
                      o.id, o.subtotal, o.discount, o.tax,
                      coalesce(l.lines, 0), l.subtotal, l.discount, l.tax)
          FROM orders AS o
          LEFT JOIN (SELECT location_id, order_id, count(*) AS lines, max(line_no) AS last_no,
                            sum(total) AS subtotal, sum(order_discount) AS discount,
                            sum(tax) AS tax
                       FROM order_lines
                      GROUP BY location_id, order_id) AS l
            ON l.location_id = o.location_id AND l.order_id = o.id
         WHERE (l.last_no, l.subtotal, l.discount, l.tax)
               IS DISTINCT FROM (l.lines, o.subtotal, o.discount, o.tax)
        """),

    TENDERS_PAY_THE_TOTAL("""
        SELECT format('order %s: total %s, tendered %s', o.id, o.total, coalesce(t.paid, 0))
          FROM orders AS o
          LEFT JOIN (SELECT location_id, order_id, sum(amount) AS paid
                       FROM order_tenders
                      GROUP BY location_id, order_id) AS t
            ON t.location_id = o.location_id AND t.order_id = o.id
         WHERE coalesce(t.paid, 0) <> o.total
        """),

    NO_PART_WITHOUT_ITS_ORDER("""
        SELECT format('%s of order %s, which is not there', part.what, part.order_id)
          FROM (SELECT 'line' AS what, location_id, order_id FROM order_lines
                UNION ALL
                SELECT 'tender', location_id, order_id FROM order_tenders
                UNION ALL
                SELECT 'movement', location_id, source_id FROM stock_movements
                 WHERE kind IN ('sale', 'void')
                UNION ALL
                SELECT 'event', location_id, entity_id FROM all_events
                 WHERE type LIKE 'order.%'
                UNION ALL
                SELECT 'key', location_id, resource_id FROM idempotency_keys
                 WHERE operation IN ('order', 'void')) AS part
         WHERE NOT EXISTS (SELECT FROM orders AS o
                            WHERE o.location_id = part.location_id AND o.id = part.order_id)
        """),

    STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS("""
        SELECT format('%s: stock %s, its movements make %s', p.sku, p.stock, coalesce(m.moved, 0))
          FROM products AS p
          LEFT JOIN (SELECT location_id, product_id, sum(quantity) AS moved
                       FROM stock_movements
                      GROUP BY location_id, product_id) AS m
            ON m.location_id = p.location_id AND m.product_id = p.id
         WHERE p.stock <> coalesce(m.moved, 0)
        """),

    STOCK_IS_NOT_OVERSOLD("""
        SELECT format('%s: stock %s', sku, stock)
          FROM products
         WHERE stock < 0 AND NOT oversell_allowed
        """),

    /** A movement may be missing only where the product was not counted when it was sold. */
    SALES_TAKE_WHAT_THEY_SELL("""
        SELECT format('order %s sold %s of product %s and took %s',
                      sold.order_id, sold.quantity, sold.product_id, coalesce(-m.quantity, 0))
          FROM (SELECT location_id, order_id, product_id, sum(quantity) AS quantity
                  FROM order_lines
                 GROUP BY location_id, order_id, product_id) AS sold
          JOIN orders AS o ON o.location_id = sold.location_id AND o.id = sold.order_id
          LEFT JOIN stock_movements AS m
            ON m.location_id = sold.location_id AND m.source_id = sold.order_id
           AND m.product_id = sold.product_id AND m.kind = 'sale'
         WHERE CASE WHEN m.quantity IS NOT NULL THEN -m.quantity <> sold.quantity
                    ELSE EXISTS (SELECT FROM products AS p
                                   JOIN stock_movements AS first
                                     ON first.location_id = p.location_id
                                    AND first.product_id = p.id
                                    AND first.kind <> 'sale' AND first.created_at <= o.created_at
                                  WHERE p.location_id = sold.location_id
                                    AND p.id = sold.product_id AND p.stock IS NOT NULL) END
        """),

    VOIDS_RETURN_WHAT_WAS_TAKEN("""
        SELECT format('order %s is %s: product %s, taken %s, returned %s', o.id, o.status,
                      sale.product_id, -sale.quantity, coalesce(back.quantity, 0))
          FROM orders AS o
          JOIN stock_movements AS sale
            ON sale.location_id = o.location_id AND sale.source_id = o.id AND sale.kind = 'sale'
          JOIN products AS p ON p.location_id = o.location_id AND p.id = sale.product_id
          LEFT JOIN stock_movements AS back
            ON back.location_id = o.location_id AND back.source_id = o.id
           AND back.product_id = sale.product_id AND back.kind = 'void'
         WHERE CASE WHEN o.status = 'voided' AND p.stock IS NOT NULL
                    THEN coalesce(back.quantity, 0) <> -sale.quantity
                    ELSE o.status <> 'voided' AND back.quantity IS NOT NULL END
        """),

    RECEIPT_NUMBERS_ARE_GAPLESS("""
        SELECT format('register %s: last number %s; %s receipts from %s to %s',
                      coalesce(r.code, used.register), r.last_receipt_number,
                      coalesce(used.receipts, 0), used.first_number, used.last_number)
          FROM registers AS r
          FULL JOIN (SELECT location_id, register, count(*) AS receipts,
                            min(receipt_number) AS first_number,
                            max(receipt_number) AS last_number
                       FROM orders
                      GROUP BY location_id, register) AS used
            ON used.location_id = r.location_id AND used.register = r.code
         WHERE (coalesce(used.receipts, 0), coalesce(used.last_number, 0),
                coalesce(used.first_number, 1))
               IS DISTINCT FROM (r.last_receipt_number, r.last_receipt_number, 1::bigint)
        """),

    ONE_KEY_FOR_EACH_ORDER("""
        SELECT format('order %s: %s keys name it, its own among them: %s', o.id,
                      coalesce(k.keys, 0), coalesce(k.own, false))
          FROM orders AS o
          LEFT JOIN (SELECT k.location_id, k.resource_id, count(*) AS keys,
                            bool_or(k.key = o.key) AS own
                       FROM idempotency_keys AS k
                       JOIN orders AS o
                         ON o.location_id = k.location_id AND o.id = k.resource_id
                      WHERE k.operation <> 'void'
                      GROUP BY k.location_id, k.resource_id) AS k
            ON k.location_id = o.location_id AND k.resource_id = o.id
         WHERE k.keys IS DISTINCT FROM 1 OR k.own IS NOT TRUE
        """),

    ONE_KEY_FOR_EACH_VOID("""
        SELECT format('order %s is %s, %s keys voided it', o.id, o.status, coalesce(k.keys, 0))
          FROM orders AS o
          LEFT JOIN (SELECT location_id, resource_id, count(*) AS keys
                       FROM idempotency_keys
                      WHERE operation = 'void'
                      GROUP BY location_id, resource_id) AS k
            ON k.location_id = o.location_id AND k.resource_id = o.id
         WHERE coalesce(k.keys, 0) <> (o.status = 'voided')::integer
        """),

    ONE_EVENT_FOR_EACH_CHANGE("""
        SELECT format('order %s is %s: %s events of its placing, %s of its void', o.id, o.status,
                      coalesce(e.placed, 0), coalesce(e.voided, 0))
          FROM orders AS o
          LEFT JOIN (SELECT location_id, entity_id,
                            count(*) FILTER (WHERE type = 'order.placed') AS placed,
                            count(*) FILTER (WHERE type = 'order.voided') AS voided
                       FROM all_events
                      GROUP BY location_id, entity_id) AS e
            ON e.location_id = o.location_id AND e.entity_id = o.id
         WHERE coalesce(e.placed, 0) <> 1
            OR coalesce(e.voided, 0) <> (o.status = 'voided')::integer
        """),

    ANSWER_AND_EVENT_TELL_OF_THE_ORDER("""
        SELECT format('order %s (%s, total %s): answered %s', o.id, o.key, o.total, k.response)
          FROM orders AS o
          JOIN idempotency_keys AS k ON k.location_id = o.location_id AND k.key = o.key
          LEFT JOIN all_events AS e
            ON e.location_id = o.location_id AND e.entity_id = o.id AND e.type = 'order.placed'
         WHERE k.operation = 'order' AND k.response IS NOT NULL
           AND (k.response::json ->> 'id', k.response::json ->> 'key',
                (k.response::json ->> 'total')::bigint, k.response)
               IS DISTINCT FROM (o.id::text, o.key, o.total, coalesce(e.data, k.response))
        """);

    private final String sql;

    Invariant(String sql) {
        this.sql = sql;
    }

    /** Answers one text per violation. */
    public String sql() {
        return sql;
    }
}
