package dev.comanda.doctor;

/** What was given back, and what it was given back for. */
public enum RefundInvariant implements Invariant {

    REFUND_IS_THE_SUM_OF_ITS_PARTS(
            """
                SELECT r.location_id, format('refund %s', r.id) AS row,
                       format('total %s with a tip of %s; its lines make %s, its tenders %s',
                              r.total, r.tip, coalesce(l.amount, 0), coalesce(t.amount, 0))
                           AS problem
                  FROM refunds AS r
                  LEFT JOIN (SELECT location_id, refund_id, sum(amount) AS amount, sum(tax) AS tax
                               FROM refund_lines
                              GROUP BY location_id, refund_id) AS l
                    ON l.location_id = r.location_id AND l.refund_id = r.id
                  LEFT JOIN (SELECT location_id, refund_id, sum(amount) AS amount
                               FROM refund_tenders
                              GROUP BY location_id, refund_id) AS t
                    ON t.location_id = r.location_id AND t.refund_id = r.id
                 WHERE (coalesce(l.amount, 0) + r.tip, coalesce(l.tax, 0), coalesce(t.amount, 0))
                       IS DISTINCT FROM (r.total, r.tax, r.total)
                """),

    /**
     * Of a line, a method of payment, the tip and the whole; and none of what was voided. From the
     * few orders that say so, and from the refunds: not from all that never had one.
     */
    REFUNDS_STAY_WITHIN_WHAT_WAS_PAID("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('%s, total %s with a tip of %s, refunded %s; its refunds make %s with %s',
                      o.status, o.total, o.tip, o.refunded, coalesce(o.given, 0),
                      coalesce(o.given_tip, 0)) AS problem
          FROM (SELECT o.location_id, o.id, o.status, o.total, o.tip, o.refunded,
                       r.total AS given, r.tip AS given_tip
                  FROM orders AS o
                  LEFT JOIN (SELECT location_id, order_id, sum(total) AS total, sum(tip) AS tip
                               FROM refunds
                              GROUP BY location_id, order_id) AS r
                    ON r.location_id = o.location_id AND r.order_id = o.id
                 WHERE o.refunded <> 0 OR o.total < 0
                UNION ALL
                SELECT o.location_id, o.id, o.status, o.total, o.tip, o.refunded, r.total, r.tip
                  FROM (SELECT location_id, order_id, sum(total) AS total, sum(tip) AS tip
                          FROM refunds
                         GROUP BY location_id, order_id) AS r
                  JOIN orders AS o ON o.location_id = r.location_id AND o.id = r.order_id
                 WHERE o.refunded = 0 AND o.total >= 0) AS o
         WHERE coalesce(o.given, 0) <> o.refunded OR o.refunded > o.total OR o.given_tip > o.tip
            OR (o.status = 'voided' AND o.given IS NOT NULL)
        UNION ALL
        SELECT back.location_id, format('line %s of order %s', back.line_no, back.order_id),
               format('bought %s, refunded %s', coalesce(l.quantity, 0), back.quantity)
          FROM (SELECT r.location_id, r.order_id, p.line_no, sum(p.quantity) AS quantity
                  FROM refunds AS r
                  JOIN refund_lines AS p ON p.location_id = r.location_id AND p.refund_id = r.id
                 GROUP BY r.location_id, r.order_id, p.line_no) AS back
          LEFT JOIN order_lines AS l ON l.location_id = back.location_id
                AND l.order_id = back.order_id AND l.line_no = back.line_no
         WHERE back.quantity > coalesce(l.quantity, 0)
        UNION ALL
        SELECT back.location_id, format('order %s', back.order_id),
               format('%s paid %s, refunded %s', back.method, coalesce(paid.amount, 0),
                      back.amount)
          FROM (SELECT r.location_id, r.order_id, t.method, sum(t.amount) AS amount
                  FROM refunds AS r
                  JOIN refund_tenders AS t ON t.location_id = r.location_id AND t.refund_id = r.id
                 GROUP BY r.location_id, r.order_id, t.method) AS back
          LEFT JOIN LATERAL (
               SELECT sum(t.amount) AS amount
                 FROM order_tenders AS t
                WHERE t.location_id = back.location_id AND t.order_id = back.order_id
                  AND t.method = back.method) AS paid ON true
         WHERE back.amount > coalesce(paid.amount, 0)
        """),

    REFUNDS_RETURN_WHAT_THEY_SAY("""
        SELECT m.location_id, format('refund %s', m.source_id) AS row,
               format('product %s, returned %s, to be returned %s', m.product_id, m.quantity,
                      coalesce(said.quantity, 0)) AS problem
          FROM stock_movements AS m
          LEFT JOIN LATERAL (
               SELECT sum(p.quantity) AS quantity
                 FROM refunds AS r
                 JOIN refund_lines AS p ON p.location_id = r.location_id AND p.refund_id = r.id
                 JOIN order_lines AS l ON l.location_id = r.location_id
                      AND l.order_id = r.order_id AND l.line_no = p.line_no
                WHERE r.location_id = m.location_id AND r.id = m.source_id AND p.restocked
                  AND l.product_id = m.product_id) AS said ON true
         WHERE m.kind = 'refund' AND m.quantity <> coalesce(said.quantity, 0)
        """),

    ONE_KEY_FOR_EACH_REFUND("""
        SELECT r.location_id, format('refund %s', r.id) AS row,
               format('%s keys made it', count(k.key)) AS problem
          FROM refunds AS r
          LEFT JOIN idempotency_keys AS k
            ON k.location_id = r.location_id AND k.key = r.key AND k.operation = 'refund'
           AND k.resource_id = r.id
         GROUP BY r.location_id, r.id
        HAVING count(k.key) <> 1
        UNION ALL
        SELECT k.location_id, format('key %s', k.key), 'its refund is not there'
          FROM idempotency_keys AS k
         WHERE k.operation = 'refund'
           AND NOT EXISTS (SELECT FROM refunds AS r
                            WHERE r.location_id = k.location_id AND r.id = k.resource_id)
        """);

    private final String sql;

    RefundInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
