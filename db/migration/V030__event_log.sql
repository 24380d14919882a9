-- V030: the log of events: what business transactions left in outbox gets its number, per topic
-- without a hole and in the order of commit, once it is committed (docs/realtime.md).
-- Beside N-1: its sales go on inserting into outbox as before, and are numbered too; it reads none.
-- Lock: ACCESS EXCLUSIVE on outbox for new nullable columns and defaults, catalogue only, no scan.

-- The order of writing: the row of an entity is locked while its event is written, so two events of
-- one entity differ by a commit, which takes longer than a microsecond. A uuid_v7 tells only
-- milliseconds. Defaults are set after the columns are there: adding both at once would rewrite.
ALTER TABLE outbox
    ADD COLUMN written_at timestamptz,
    ADD COLUMN source_id  uuid;   -- of the stock movements of this deed, where not entity_id
ALTER TABLE outbox
    ALTER COLUMN written_at SET DEFAULT clock_timestamp(),
    ALTER COLUMN id SET DEFAULT uuid_v7();
-- A queue: as many rows leave as come. Vacuum by count, not by a share of a table that is empty;
-- never give its pages back, which needs ACCESS EXCLUSIVE for nothing.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
                        autovacuum_vacuum_insert_threshold = -1, vacuum_truncate = off);

-- One row. epoch: numbers mean the same as long as it is the same. cluster: the server and the
-- timeline that it was chosen on; a restored or promoted database has another.
CREATE TABLE event_log (
    one           boolean     NOT NULL DEFAULT true,
    epoch         uuid        NOT NULL DEFAULT gen_random_uuid(),
    renewed_at    timestamptz NOT NULL DEFAULT now(),
    cluster       text        NOT NULL,
    last_position bigint      NOT NULL DEFAULT 0,
    CONSTRAINT event_log_pkey PRIMARY KEY (one),
    CONSTRAINT event_log_one_row CHECK (one)
) WITH (fillfactor = 10);

CREATE TABLE topics (
    location_id integer NOT NULL,
    topic       text    NOT NULL,
    last_seq    bigint  NOT NULL,
    CONSTRAINT topics_pkey PRIMARY KEY (location_id, topic)
) WITH (fillfactor = 50);   -- a hot row per topic: room for HOT updates

-- position counts all topics together: by it each instance reads on from where it was.
CREATE TABLE events (
    location_id    integer     NOT NULL,
    topic          text        NOT NULL,
    seq            bigint      NOT NULL,
    position       bigint      NOT NULL,
    id             uuid,               -- of the row in outbox; NULL: derived by the sequencer
    type           text        NOT NULL,
    entity_id      uuid        NOT NULL,
    data           text        NOT NULL,
    correlation_id text,
    at             timestamptz NOT NULL,
    sequenced_at   timestamptz NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (location_id, topic, seq),
    CONSTRAINT events_position_key UNIQUE (position, location_id)
);

-- What was announced, whether it has its number yet or not.
CREATE VIEW all_events AS
SELECT location_id, id, topic, type, entity_id, data, correlation_id,
       coalesce(written_at, created_at) AS at
  FROM outbox
UNION ALL
SELECT location_id, id, topic, type, entity_id, data, correlation_id, at
  FROM events
 WHERE id IS NOT NULL;

-- Server and timeline: a copy restored elsewhere has another identifier, a point-in-time recovery
-- or a promoted standby another timeline. A disk put back to an earlier state has neither.
CREATE FUNCTION cluster_identity() RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_server bigint := 0;
BEGIN
    IF has_function_privilege('pg_control_system()', 'EXECUTE') THEN
        SELECT system_identifier INTO v_server FROM pg_control_system();
    END IF;
    RETURN v_server || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8);
END
$$;

-- Makes every position that anybody holds invalid: each screen takes a new snapshot. To be called
-- when the database was put back to an earlier state; see cluster_identity() for what calls it
-- by itself.
CREATE FUNCTION renew_epochs() RETURNS uuid
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    v_epoch uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(30, 'event_log'::regclass::oid::integer);
    UPDATE event_log
       SET epoch = gen_random_uuid(), renewed_at = now(), cluster = cluster_identity()
    RETURNING epoch INTO v_epoch;
    PERFORM pg_notify('comanda_events', '');
    RETURN v_epoch;
END
$$;

-- Gives up to p_limit committed events their numbers (a few more, so as not to part a millisecond),
-- oldest first, locations by turns. One transaction at a time in all instances; the caller's is
-- this one statement, so no pause of his holds the lock.
--
-- Beside them, the catalogue's topic gets one stock.changed with the present state for each product
-- whose stock was moved by the others (sales do not pay for it), or whose own last event of this
-- batch is not its present state. So the last event of each product in a batch is its state when
-- the batch began, whatever the clocks of the writers said.
CREATE FUNCTION sequence_events(p_limit integer, OUT moved integer, OUT derived integer,
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
                   ORDER BY r.late DESC, r.at DESC, r.id DESC),
               g.last_position + 1 - row_number() OVER (
                   ORDER BY r.location_id DESC, r.topic DESC, r.late DESC, r.at DESC, r.id DESC),
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

-- Forgets up to p_limit events numbered before p_before, oldest first and without leaving a hole.
CREATE FUNCTION prune_events(p_before timestamptz, p_limit integer) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_pruned integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(31, 'event_log'::regclass::oid::integer) THEN
        RETURN 0;   -- another instance is at it
    END IF;
    DELETE FROM events AS e
     WHERE e.ctid = ANY (ARRAY(
           SELECT oldest.ctid
             FROM (SELECT o.ctid, o.sequenced_at
                     FROM events AS o ORDER BY o.position LIMIT p_limit) AS oldest
            WHERE oldest.sequenced_at < p_before));
    GET DIAGNOSTICS v_pruned = ROW_COUNT;
    RETURN v_pruned;
END
$$;

-- Numbers that a rollback parked go on where they were.
DO $$
BEGIN
    IF to_regclass('parked_event_log') IS NOT NULL THEN
        INSERT INTO event_log (epoch, renewed_at, cluster, last_position)
        SELECT epoch, renewed_at, cluster, last_position FROM parked_event_log;
        INSERT INTO topics (location_id, topic, last_seq)
        SELECT location_id, topic, last_seq FROM parked_topics;
        INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data,
                            correlation_id, at, sequenced_at)
        SELECT location_id, topic, seq, position, id, type, entity_id, data, correlation_id, at,
               sequenced_at
          FROM parked_events;
        DROP TABLE parked_event_log;
        DROP TABLE parked_topics;
        DROP TABLE parked_events;
    ELSE
        INSERT INTO event_log (cluster) VALUES (cluster_identity());
    END IF;
END
$$;
