package dev.comanda.doctor;

/** Orders, their lines and tenders, and the numbers of the receipts. */
public enum SaleInvariant implements Invariant {

    TOTAL_ADDS_UP("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('total %s, its parts make %s', o.total, o.due) AS problem
          FROM (SELECT location_id, id, total, subtotal - discount
                       + CASE WHEN prices_include_tax THEN 0 ELSE tax END + tip AS due
                  FROM orders) AS o
         WHERE o.total <> o.due
        """),

    ORDER_IS_THE_SUM_OF_ITS_LINES("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('subtotal, discount, tax %s, %s, %s; its %s lines: %s, %s, %s', o.subtotal,
                      o.discount, o.tax, coalesce(l.lines, 0), l.subtotal, l.discount, l.tax)
                   AS problem
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
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('total %s, tendered %s', o.total, coalesce(t.paid, 0)) AS problem
          FROM orders AS o
          LEFT JOIN (SELECT location_id, order_id, sum(amount) AS paid
                       FROM order_tenders
                      GROUP BY location_id, order_id) AS t
            ON t.location_id = o.location_id AND t.order_id = o.id
         WHERE coalesce(t.paid, 0) <> o.total
        """),

    /** What goes back is what was received above the amount, and only cash goes back. */
    CHANGE_IS_WHAT_WAS_TOO_MUCH("""
        SELECT location_id, format('tender %s of order %s', tender_no, order_id) AS row,
               format('%s of %s, received %s', method, amount, coalesce(received::text, 'nothing'))
                   AS problem
          FROM order_tenders
         WHERE amount < 0 OR received < amount OR (method = 'cash') <> (received IS NOT NULL)
        """),

    NO_PART_WITHOUT_ITS_ORDER("""
        SELECT part.location_id, format('%s of order %s', part.what, part.order_id) AS row,
               'the order is not there' AS problem
          FROM (SELECT 'line ' || line_no AS what, location_id, order_id FROM order_lines
                UNION ALL
                SELECT 'tender ' || tender_no, location_id, order_id FROM order_tenders
                UNION ALL
                SELECT kind || ' movement', location_id, source_id FROM stock_movements
                 WHERE kind IN ('sale', 'void')
                UNION ALL
                SELECT 'key ' || key, location_id, resource_id FROM idempotency_keys
                 WHERE operation IN ('order', 'void')) AS part
         WHERE NOT EXISTS (SELECT FROM orders AS o
                            WHERE o.location_id = part.location_id AND o.id = part.order_id)
        """),

    RECEIPT_NUMBERS_ARE_GAPLESS("""
        SELECT coalesce(r.location_id, used.location_id) AS location_id,
               format('register %s', coalesce(r.code, used.register)) AS row,
               format('last number %s; %s receipts from %s to %s', r.last_receipt_number,
                      coalesce(used.receipts, 0), used.first_number, used.last_number) AS problem
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
        """);

    private final String sql;

    SaleInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
