-- V112 rollback. Loses nothing: the function of V052 comes back, with its plan.
-- Run when no instance of the release that needs V112 is left.

-- The function keeps the search path that the migrations gave it, whoever runs this file.
SELECT set_config('search_path', substring(setting FROM 'search_path=(.*)'), false)
  FROM pg_proc AS f, unnest(f.proconfig) AS setting
 WHERE f.oid = 'sequence_events(integer)'::regprocedure
   AND setting LIKE 'search_path=%';

CREATE OR REPLACE FUNCTION sequence_events(p_limit integer, OUT moved integer, OUT derived integer,
                                OUT more boolean)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET lock_timeout = '2s' AS $$
DECLARE
    v_now  timestamptz;
    v_last bigint;
BEGIN
    moved := 0;
    derived := 0;
    more := false;
    IF EXISTS (SELECT FROM event_log AS g WHERE g.cluster <> cluster_identity()) THEN
        PERFORM renew_epochs();
    END IF;
    IF NOT EXISTS (SELECT FROM outbox) THEN
        RETURN;
    END IF;
    -- a statement of its own: the next one's snapshot must be taken while the lock is held
    PERFORM pg_advisory_xact_lock(30, 'event_log'::regclass::oid::integer);
    v_now := clock_timestamp();   -- never before that of the batch before

    WITH picked AS (
        SELECT l.id AS location_id, o.id
          FROM locations AS l
         CROSS JOIN LATERAL (
               SELECT q.id, row_number() OVER (ORDER BY q.id) AS place
                 FROM outbox AS q
                WHERE q.location_id = l.id
                ORDER BY q.id
                LIMIT p_limit) AS o
         ORDER BY o.place
         LIMIT p_limit),
    upto AS (   -- the last millisecond of each location, whole
        SELECT p.location_id, count(*) AS picked,
               encode(overlay(uuid_send((array_agg(p.id ORDER BY p.id DESC))[1])
                              PLACING '\xffffffffffffffffffff'::bytea FROM 7), 'hex')::uuid AS id
          FROM picked AS p
         GROUP BY p.location_id),
    gone AS (
        DELETE FROM outbox AS o
         USING upto AS u
         WHERE o.location_id = u.location_id AND o.id <= u.id
        RETURNING o.location_id, o.topic, o.id, o.type, o.entity_id, o.data, o.correlation_id,
                  coalesce(o.written_at, o.created_at) AS at,
                  coalesce(o.source_id, o.entity_id) AS source_id),
    touched AS (
        SELECT g.location_id, m.product_id, g.id, g.at, g.correlation_id, NULL AS data
          FROM gone AS g
          JOIN stock_movements AS m
            ON m.location_id = g.location_id AND m.source_id = g.source_id
         WHERE g.topic <> 'catalog'
        UNION ALL
        SELECT g.location_id, g.entity_id, g.id, g.at, g.correlation_id, g.data
          FROM gone AS g
         WHERE g.topic = 'catalog'),
    present AS (
        SELECT t.location_id, t.product_id, t.at, t.correlation_id, t.said,
               row_to_json(product)::text AS data
          FROM (SELECT location_id, product_id, max(at) AS at,
                       (array_agg(correlation_id ORDER BY at DESC, id DESC))[1] AS correlation_id,
                       (array_agg(data ORDER BY at DESC, id DESC)
                        FILTER (WHERE data IS NOT NULL))[1] AS said
                  FROM touched
                 GROUP BY location_id, product_id) AS t
          JOIN products AS p ON p.location_id = t.location_id AND p.id = t.product_id
         CROSS JOIN LATERAL (
               SELECT p.id, p.sku, p.name, p.category, p.price, p.tax_rate_bp AS "taxRateBp",
                      p.stock, p.oversell_allowed AS "oversellAllowed", p.active, p.version,
                      p.barcode) AS product),
    ready AS (
        SELECT location_id, topic, id, type, entity_id, data, correlation_id, at, false AS late
          FROM gone
        UNION ALL
        SELECT location_id, 'catalog', NULL, 'stock.changed', product_id, data, correlation_id,
               at, true
          FROM present
         WHERE said IS DISTINCT FROM data),
    counted AS (
        INSERT INTO topics AS t (location_id, topic, last_seq)
        SELECT location_id, topic, count(*) FROM ready GROUP BY location_id, topic
            ON CONFLICT (location_id, topic) DO UPDATE
               SET last_seq = t.last_seq + excluded.last_seq
        RETURNING location_id, topic, last_seq),
    log AS (
        UPDATE event_log SET last_position = last_position + (SELECT count(*) FROM ready)
        RETURNING last_position),
    written AS (
        INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data,
                            correlation_id, at, sequenced_at)
        SELECT r.location_id, r.topic,
               c.last_seq + 1 - row_number() OVER (
                   PARTITION BY r.location_id, r.topic
                   ORDER BY r.late DESC, r.at DESC, r.id DESC, r.entity_id DESC),
               g.last_position + 1 - row_number() OVER (
                   ORDER BY r.location_id DESC, r.topic DESC, r.late DESC, r.at DESC, r.id DESC,
                            r.entity_id DESC),
               r.id, r.type, r.entity_id, r.data, r.correlation_id, r.at, v_now
          FROM ready AS r
          JOIN counted AS c ON c.location_id = r.location_id AND c.topic = r.topic
         CROSS JOIN log AS g
        RETURNING position, id)
    SELECT count(w.id), count(*) - count(w.id), max(w.position),
           (SELECT sum(u.picked) FROM upto AS u) >= p_limit
      INTO moved, derived, v_last, more
      FROM written AS w;

    IF moved > 0 THEN
        PERFORM pg_notify('comanda_events', v_last::text);
    END IF;
END
$$;

ALTER FUNCTION topic_snapshot(integer, text) RESET jit;
