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
        """),

    /** Only while its order stands: a void gives back what was drawn. */
    PASSES_PAY_FOR_CLOSED_SESSIONS("""
        SELECT u.location_id, format('session %s', u.session_id) AS row,
               format('%s, has drawn %s from pass %s.%s.%s', coalesce(s.status, 'not there'),
                      sum(u.amount), u.order_id, u.line_no, u.pass_no) AS problem
          FROM pass_uses AS u
          LEFT JOIN coworking_sessions AS s
            ON s.location_id = u.location_id AND s.id = u.session_id
         WHERE u.session_id IS NOT NULL
         GROUP BY u.location_id, u.session_id, s.status, u.order_id, u.line_no, u.pass_no
        HAVING sum(u.amount) < 0
            OR sum(u.amount) > 0 AND s.status IS DISTINCT FROM 'closed'
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
