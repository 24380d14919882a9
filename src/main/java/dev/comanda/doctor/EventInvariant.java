package dev.comanda.doctor;

/**
 * What the screens are told is what happened. Events are pruned, oldest first: where a location's
 * first numbers are gone, an order needs an event only if it is an hour younger than the oldest.
 */
public enum EventInvariant implements Invariant {

    /** Asks of the orders only those that the log goes back to: most of a year's are older. */
    ONE_EVENT_FOR_EACH_CHANGE("""
        WITH kept AS MATERIALIZED (
            SELECT l.id AS location_id,
                   CASE WHEN t.last_seq IS NULL OR min(e.seq) = 1 THEN '-infinity'
                        WHEN min(e.seq) IS NULL THEN 'infinity'
                        ELSE min(e.at) + interval '1 hour' END AS first
              FROM locations AS l
              LEFT JOIN topics AS t ON t.location_id = l.id AND t.topic = 'orders'
              LEFT JOIN events AS e ON e.location_id = l.id AND e.topic = 'orders'
             GROUP BY l.id, t.last_seq),
        told AS (
            SELECT location_id, entity_id,
                   count(*) FILTER (WHERE type = 'order.placed') AS placed,
                   count(*) FILTER (WHERE type = 'order.voided') AS voided,
                   count(*) FILTER (WHERE type = 'order.refunded') AS refunded
              FROM all_events
             GROUP BY location_id, entity_id),
        given_back AS (
            SELECT location_id, order_id, count(*) AS refunds
              FROM refunds
             GROUP BY location_id, order_id)
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('%s: %s events of its placing, %s of its void, %s of its refunds', o.status,
                      coalesce(e.placed, 0), coalesce(e.voided, 0), coalesce(e.refunded, 0))
                   AS problem
          FROM (SELECT location_id, id, status, created_at, voided_at
                  FROM orders
                 WHERE created_at >= (SELECT min(first) FROM kept)
                    OR voided_at >= (SELECT min(first) FROM kept)) AS o
          JOIN kept ON kept.location_id = o.location_id
          LEFT JOIN told AS e ON e.location_id = o.location_id AND e.entity_id = o.id
          LEFT JOIN given_back AS r ON r.location_id = o.location_id AND r.order_id = o.id
         WHERE (o.created_at >= kept.first
                AND (coalesce(e.placed, 0) <> 1
                     OR coalesce(e.voided, 0) <> (o.status = 'voided')::integer
                     OR coalesce(e.refunded, 0) <> coalesce(r.refunds, 0)))
            OR (o.voided_at >= kept.first AND coalesce(e.voided, 0) <> 1)
        """),

    NO_EVENT_WITHOUT_ITS_ORDER("""
        SELECT e.location_id, format('event %s (%s) of order %s', e.id, e.type, e.entity_id) AS row,
               'the order is not there' AS problem
          FROM all_events AS e
         WHERE e.type LIKE 'order.%'
           AND NOT EXISTS (SELECT FROM orders AS o
                            WHERE o.location_id = e.location_id AND o.id = e.entity_id)
        """),

    /** A hole tells a screen to wait for what never comes. */
    NUMBERS_OF_EVENTS_ARE_GAPLESS("""
        SELECT e.location_id, format('topic %s', e.topic) AS row,
               format('last number %s; %s events from %s to %s', t.last_seq, e.events, e.first,
                      e.last) AS problem
          FROM (SELECT location_id, topic, count(*) AS events, min(seq) AS first, max(seq) AS last
                  FROM events
                 GROUP BY location_id, topic) AS e
          LEFT JOIN topics AS t ON t.location_id = e.location_id AND t.topic = e.topic
         WHERE (e.last, e.events) IS DISTINCT FROM (t.last_seq, t.last_seq - e.first + 1)
        """),

    /** A reader of all topics, by position, must meet each topic's numbers in their order. */
    POSITIONS_ARE_IN_THE_ORDER_OF_NUMBERS("""
        SELECT e.location_id, format('topic %s, number %s', e.topic, e.seq) AS row,
               format('position %s, that of number %s is %s', e.position, e.seq_before,
                      e.position_before) AS problem
          FROM (SELECT location_id, topic, seq, position,
                       lag(seq) OVER numbered AS seq_before,
                       lag(position) OVER numbered AS position_before
                  FROM events
                WINDOW numbered AS (PARTITION BY location_id, topic ORDER BY seq)) AS e
         WHERE e.position <= e.position_before
        """),

    /** By text: an answer that is no JSON any more is found, not stumbled over. */
    ANSWER_AND_EVENT_TELL_OF_THE_ORDER("""
        SELECT o.location_id, format('order %s', o.id) AS row,
               format('key %s, total %s, answered %s, announced %s', o.key, o.total, k.response,
                      coalesce(nullif(e.data, k.response), 'the same')) AS problem
          FROM idempotency_keys AS k
          JOIN orders AS o ON o.location_id = k.location_id AND o.id = k.resource_id
          LEFT JOIN all_events AS e
            ON e.location_id = o.location_id AND e.entity_id = o.id AND e.type = 'order.placed'
         WHERE k.operation = 'order' AND k.response IS NOT NULL
           AND NOT (starts_with(k.response,
                                '{"id":"' || o.id || '","key":' || to_json(o.key) || ',')
                    AND (strpos(k.response, '"total":' || o.total || ',') > 0
                         OR strpos(k.response, '"total":' || o.total || '}') > 0)
                    AND k.response = coalesce(e.data, k.response))
        """);

    private final String sql;

    EventInvariant(String sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql;
    }
}
