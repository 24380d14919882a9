package dev.comanda.doctor;

/** Sessions of the coworking room, the orders that paid them, and what their extras took. */
public enum SessionInvariant implements Invariant {

    /** Voided orders name their session too; it does not name them. */
    SESSION_AND_ORDER_NAME_EACH_OTHER("""
        SELECT s.location_id, format('session %s', s.id) AS row,
               format('%s by order %s, which is %s and closed session %s', s.status, s.order_id,
                      coalesce(o.status, 'not there'), coalesce(o.session_id::text, 'none'))
                   AS problem
          FROM coworking_sessions AS s
          LEFT JOIN orders AS o ON o.location_id = s.location_id AND o.id = s.order_id
         WHERE s.order_id IS NOT NULL
           AND (o.session_id, o.status) IS DISTINCT FROM (s.id, 'paid')
        UNION ALL
        SELECT o.location_id, format('order %s', o.id),
               format('%s, of session %s, which is %s', o.status, o.session_id,
                      coalesce(s.status, 'not there'))
          FROM orders AS o
          LEFT JOIN coworking_sessions AS s
            ON s.location_id = o.location_id AND s.id = o.session_id
         WHERE o.session_id IS NOT NULL
           AND (s.id IS NULL OR (o.status = 'paid') <> (s.order_id IS NOT DISTINCT FROM o.id))
        """),

    /** The time as its explanation says, and the extras as they are at the session. */
    ORDERS_CHARGE_WHAT_THEIR_SESSION_HELD("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('time %s of %s; extras %s for %s, the session has %s for %s', l.time,
                      coalesce(c.charge::json ->> 'amount', 'nothing'), l.pieces, l.goods,
                      e.pieces, e.goods) AS problem
          FROM orders AS o
          LEFT JOIN time_charges AS c ON c.location_id = o.location_id AND c.order_id = o.id
         CROSS JOIN LATERAL (
               SELECT coalesce(sum(x.unit_price * x.quantity) FILTER (WHERE x.time), 0) AS time,
                      coalesce(sum(x.quantity) FILTER (WHERE NOT x.time), 0) AS pieces,
                      coalesce(sum(x.unit_price * x.quantity) FILTER (WHERE NOT x.time), 0)
                          AS goods
                 FROM (SELECT y.unit_price, y.quantity,
                              y.product_id = '00000000-0000-0000-0000-000000000000' AS time
                         FROM order_lines AS y
                        WHERE y.location_id = o.location_id AND y.order_id = o.id) AS x) AS l
         CROSS JOIN LATERAL (
               SELECT coalesce(sum(x.quantity), 0) AS pieces,
                      coalesce(sum(x.unit_price * x.quantity), 0) AS goods
                 FROM session_extras AS x
                WHERE x.location_id = o.location_id AND x.session_id = o.session_id
                  AND x.removed_at IS NULL) AS e
         WHERE o.session_id IS NOT NULL AND o.status = 'paid'
           AND (l.time, l.pieces, l.goods)
               IS DISTINCT FROM ((c.charge::json ->> 'amount')::numeric, e.pieces, e.goods)
        """),

    /**
     * What an extra took left the shelf with it; an order takes it over and gives it back, so that
     * both together move nothing.
     */
    EXTRAS_TAKE_WHAT_THEY_ARE("""
        SELECT e.location_id, format('extra %s', e.id) AS row,
               format('%s of product %s, took %s, returned %s', e.quantity, e.product_id,
                      coalesce(-m.quantity, 0), coalesce(b.quantity, 0)) AS problem
          FROM session_extras AS e
          LEFT JOIN stock_movements AS m
            ON m.location_id = e.location_id AND m.source_id = e.id
           AND m.product_id = e.product_id AND m.kind = 'extra'
          LEFT JOIN stock_movements AS b
            ON b.location_id = e.location_id AND b.source_id = e.id
           AND b.product_id = e.product_id AND b.kind = 'extra-removed'
         WHERE coalesce(m.quantity, 0) <> CASE WHEN e.counted THEN -e.quantity ELSE 0 END
            OR (b.quantity IS NOT NULL
                AND (e.removed_at IS NULL OR b.quantity <> e.quantity))
        UNION ALL
        SELECT c.location_id, format('session %s', c.source_id),
               format('cancelled, %s of product %s returned, taken %s', c.quantity, c.product_id,
                      coalesce(e.quantity, 0))
          FROM stock_movements AS c
         CROSS JOIN LATERAL (
               SELECT sum(x.quantity) AS quantity
                 FROM session_extras AS x
                WHERE x.location_id = c.location_id AND x.session_id = c.source_id
                  AND x.product_id = c.product_id AND x.counted
                  AND NOT EXISTS (SELECT FROM stock_movements AS y
                                   WHERE y.location_id = x.location_id AND y.source_id = x.id
                                     AND y.kind = 'extra-removed')) AS e
         WHERE c.kind = 'cancel' AND c.quantity IS DISTINCT FROM e.quantity
        UNION ALL
        SELECT m.location_id, format('order %s', m.source_id),
               format('product %s: %s more taken over than sold', m.product_id, sum(m.quantity))
          FROM stock_movements AS m
          JOIN orders AS o ON o.location_id = m.location_id AND o.id = m.source_id
         WHERE o.session_id IS NOT NULL
           AND m.kind IN ('from-session', 'sale', 'to-session', 'void')
         GROUP BY m.location_id, m.source_id, m.product_id
        HAVING sum(m.quantity) <> 0
        """);

    private final String sql;

    SessionInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
