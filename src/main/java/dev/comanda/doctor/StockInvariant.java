package dev.comanda.doctor;

/** What is on the shelf, and what moved it. */
public enum StockInvariant implements Invariant {

    STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS("""
        SELECT p.location_id, format('product %s', p.sku) AS row,
               format('stock %s, its movements make %s', p.stock, coalesce(m.moved, 0)) AS problem
          FROM products AS p
          LEFT JOIN (SELECT location_id, product_id, sum(quantity) AS moved
                       FROM stock_movements
                      GROUP BY location_id, product_id) AS m
            ON m.location_id = p.location_id AND m.product_id = p.id
         WHERE p.stock <> coalesce(m.moved, 0)
        """),

    STOCK_IS_NOT_OVERSOLD("""
        SELECT location_id, format('product %s', sku) AS row, format('stock %s', stock) AS problem
          FROM products
         WHERE stock < 0 AND NOT oversell_allowed
        """),

    /** A movement may be missing only where the product was not counted when it was sold. */
    SALES_TAKE_WHAT_THEY_SELL("""
        SELECT sold.location_id, format('order %s', sold.order_id) AS row,
               format('sold %s of product %s and took %s', sold.quantity, sold.product_id,
                      coalesce(-m.quantity, 0)) AS problem
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
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('voided: product %s, taken %s, returned %s', sale.product_id,
                      -sale.quantity, coalesce(back.quantity, 0)) AS problem
          FROM orders AS o
          JOIN stock_movements AS sale
            ON sale.location_id = o.location_id AND sale.source_id = o.id AND sale.kind = 'sale'
          JOIN products AS p ON p.location_id = o.location_id AND p.id = sale.product_id
          LEFT JOIN stock_movements AS back
            ON back.location_id = o.location_id AND back.source_id = o.id
           AND back.product_id = sale.product_id AND back.kind = 'void'
         WHERE o.status = 'voided' AND p.stock IS NOT NULL
           AND coalesce(back.quantity, 0) <> -sale.quantity
        UNION ALL
        SELECT back.location_id, format('order %s', back.source_id),
               format('%s: product %s, returned %s', coalesce(o.status, 'not there'),
                      back.product_id, back.quantity)
          FROM stock_movements AS back
          LEFT JOIN orders AS o ON o.location_id = back.location_id AND o.id = back.source_id
         WHERE back.kind = 'void' AND o.status IS DISTINCT FROM 'voided'
        """);

    private final String sql;

    StockInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
