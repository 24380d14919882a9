package dev.comanda.doctor;

/** One key, one deed. */
public enum KeyInvariant implements Invariant {

    ONE_KEY_FOR_EACH_ORDER("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('%s keys name it, its own among them: %s', coalesce(k.keys, 0),
                      coalesce(k.own, false)) AS problem
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
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('%s, %s keys voided it', o.status, coalesce(k.keys, 0)) AS problem
          FROM orders AS o
          LEFT JOIN (SELECT location_id, resource_id, count(*) AS keys
                       FROM idempotency_keys
                      WHERE operation = 'void'
                      GROUP BY location_id, resource_id) AS k
            ON k.location_id = o.location_id AND k.resource_id = o.id
         WHERE coalesce(k.keys, 0) <> (o.status = 'voided')::integer
        """);

    private final String sql;

    KeyInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
