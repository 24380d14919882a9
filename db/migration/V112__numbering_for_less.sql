-- V112: numbering takes half of what it took.
-- Few events are taken as they are, without looking first which; products are found by one sort
-- and not by two for each; both numbers of an event come from one sort. Scans of outbox go through
-- the index itself, which then remembers what has left, and not through a bitmap, which forgets it.
-- Where PostgreSQL can compile plans (before 18, with LLVM), a scan that these functions discourage
-- was so dear by estimate that each batch and each snapshot was compiled first, for two seconds:
-- the one row of event_log is found by its key now, and the functions do without compiling.
-- Beside N-1: the same signatures and outcomes.
-- Lock: none.
CREATE OR REPLACE FUNCTION sequence_events(p_limit integer, OUT moved integer, OUT derived integer,
                                OUT more boolean)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off SET lock_timeout = '2s' AS $$
DECLARE
    v_upto uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';   -- all, if they are few
    v_now  timestamptz;
    v_last bigint;
BEGIN
    moved := 0;
    derived := 0;
    more := false;
    IF EXISTS (SELECT FROM event_log AS g WHERE g.one AND g.cluster <> cluster_identity()) THEN
        PERFORM renew_epochs();
    END IF;
    SELECT count(*) INTO moved FROM (SELECT FROM outbox LIMIT p_limit) AS waiting;
    IF moved = 0 THEN
        RETURN;
    END IF;
    more := moved >= p_limit;
    -- a statement of its own: the next one's snapshot must be taken while the lock is held
    PERFORM pg_advisory_xact_lock(30, 'event_log'::regclass::oid::integer);
    v_now := clock_timestamp();   -- never before that of the batch before
    IF more THEN   -- the oldest of all locations, up to the end of a millisecond
        SELECT encode(overlay(uuid_send(o.id) PLACING '\xffffffffffffffffffff'::bytea FROM 7),
                      'hex')::uuid
          INTO v_upto
          FROM locations AS l
         CROSS JOIN LATERAL (
               SELECT q.id FROM outbox AS q WHERE q.location_id = l.id
                ORDER BY q.id LIMIT p_limit) AS o
         ORDER BY o.id
        OFFSET p_limit - 1 LIMIT 1;
        more := FOUND;
        v_upto := coalesce(v_upto, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    END IF;

    WITH gone AS (
        DELETE FROM outbox AS o
         WHERE o.location_id = ANY (ARRAY(SELECT l.id FROM locations AS l)) AND o.id <= v_upto
        RETURNING o.location_id, o.topic, o.id, o.type, o.entity_id, o.data, o.correlation_id,
                  coalesce(o.written_at, o.created_at) AS at,
                  coalesce(o.source_id, o.entity_id) AS source_id),
    touched AS (
        SELECT g.location_id, m.product_id, g.id, g.at, g.correlation_id
          FROM gone AS g
          JOIN stock_movements AS m
            ON m.location_id = g.location_id AND m.source_id = g.source_id
         WHERE g.topic <> 'catalog'
        UNION ALL
        SELECT g.location_id, g.entity_id, g.id, g.at, g.correlation_id
          FROM gone AS g
         WHERE g.topic = 'catalog'),
    said AS (
        SELECT DISTINCT ON (location_id, entity_id) location_id, entity_id AS product_id, data
          FROM gone
         WHERE topic = 'catalog'
         ORDER BY location_id, entity_id, at DESC, id DESC),
    present AS (
        SELECT t.location_id, t.product_id, t.at, t.correlation_id,
               row_to_json(product)::text AS data
          FROM (SELECT DISTINCT ON (location_id, product_id)
                       location_id, product_id, at, correlation_id
                  FROM touched
                 ORDER BY location_id, product_id, at DESC, id DESC) AS t
          JOIN products AS p ON p.location_id = t.location_id AND p.id = t.product_id
         CROSS JOIN LATERAL (
               SELECT p.id, p.sku, p.name, p.category, p.price, p.tax_rate_bp AS "taxRateBp",
                      p.stock, p.oversell_allowed AS "oversellAllowed", p.active, p.version,
                      p.barcode) AS product),
    ready AS (
        SELECT location_id, topic, id, type, entity_id, data, correlation_id, at, false AS late
          FROM gone
        UNION ALL
        SELECT p.location_id, 'catalog', NULL, 'stock.changed', p.product_id, p.data,
               p.correlation_id, p.at, true
          FROM present AS p
         WHERE NOT EXISTS (
               SELECT FROM said AS s
                WHERE s.location_id = p.location_id AND s.product_id = p.product_id
                  AND s.data = p.data)),
    counted AS (
        INSERT INTO topics AS t (location_id, topic, last_seq)
        SELECT location_id, topic, count(*) FROM ready GROUP BY location_id, topic
            ON CONFLICT (location_id, topic) DO UPDATE
               SET last_seq = t.last_seq + excluded.last_seq
        RETURNING location_id, topic, last_seq),
    log AS (
        UPDATE event_log SET last_position = last_position + (SELECT count(*) FROM ready)
         WHERE one
        RETURNING last_position),
    written AS (   -- one order for both numbers, so that it is sorted once
        INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data,
                            correlation_id, at, sequenced_at)
        SELECT r.location_id, r.topic,
               c.last_seq + 1 - row_number() OVER (
                   PARTITION BY r.location_id, r.topic
                   ORDER BY r.late DESC, r.at DESC, r.id DESC, r.entity_id DESC),
               g.last_position + 1 - row_number() OVER (
                   ORDER BY r.location_id, r.topic, r.late DESC, r.at DESC, r.id DESC,
                            r.entity_id DESC),
               r.id, r.type, r.entity_id, r.data, r.correlation_id, r.at, v_now
          FROM ready AS r
          JOIN counted AS c ON c.location_id = r.location_id AND c.topic = r.topic
         CROSS JOIN log AS g)
    SELECT count(*) FILTER (WHERE NOT r.late), count(*) FILTER (WHERE r.late),
           (SELECT g.last_position FROM log AS g)
      INTO moved, derived, v_last
      FROM ready AS r;

    IF moved > 0 THEN
        PERFORM pg_notify('comanda_events', v_last::text);
    END IF;
END
$$;

ALTER FUNCTION topic_snapshot(integer, text) SET jit = off;
