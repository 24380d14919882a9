package dev.comanda.doctor;

/** What passes were bought for, and what was used of them. */
public enum PassInvariant implements Invariant {

    PASSES_ARE_USED_AS_BOUGHT("""
        SELECT p.location_id, format('pass %s.%s.%s', p.order_id, p.line_no, p.pass_no) AS row,
               format('used %s, its uses make %s, bought %s', p.used, coalesce(u.amount, 0),
                      s.amount) AS problem
          FROM passes AS p
          LEFT JOIN LATERAL (
               SELECT sum(x.amount) AS amount
                 FROM pass_uses AS x
                WHERE x.location_id = p.location_id AND x.order_id = p.order_id
                  AND x.line_no = p.line_no AND x.pass_no = p.pass_no) AS u ON true
          LEFT JOIN LATERAL pass_state(p.location_id, p.order_id, p.line_no, p.pass_no) AS s
            ON true
         WHERE p.used <> coalesce(u.amount, 0) OR p.used > coalesce(s.amount, 0)
        """);

    private final String sql;

    PassInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
