-- V051: the state behind each topic, with its number and its digest (docs/realtime.md).
-- Beside N-1: new functions, which it does not know.
-- Lock: none.
--
-- All are STABLE: everything in them is read in the snapshot of the statement that calls them.

-- What is compared: SHA-256, in hexadecimal, of one line for each entity, ordered by id.
CREATE FUNCTION digest_of(p_lines text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(coalesce(p_lines, ''), 'UTF8')), 'hex');

-- The guests who are here or have not paid yet.
CREATE FUNCTION coworking_state(p_location_id integer, OUT data text, OUT digest text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    SELECT '{"sessions":['
           || coalesce(string_agg(session_json(s.location_id, s.id), ','
                                  ORDER BY s.started_at, s.id), '') || ']}',
           digest_of(string_agg(s.id || ':' || s.version || E'\n', '' ORDER BY s.id))
      INTO data, digest
      FROM coworking_sessions AS s
     WHERE s.location_id = p_location_id AND s.status IN ('active', 'awaiting-payment');
END
$$;

-- The hundred orders with the greatest ids, which are those placed last: a set that the events
-- alone make, whatever day it is.
CREATE FUNCTION orders_state(p_location_id integer, OUT data text, OUT digest text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    SELECT '{"orders":['
           || coalesce(string_agg(order_json(p_location_id, o.id), ',' ORDER BY o.id DESC), '')
           || ']}',
           digest_of(string_agg(o.id || ':' || o.version || E'\n', '' ORDER BY o.id))
      INTO data, digest
      FROM (SELECT l.id, l.version
              FROM orders AS l
             WHERE l.location_id = p_location_id
             ORDER BY l.id DESC
             LIMIT 100) AS o;
END
$$;

-- What is on sale. Stock moves without a new version, so its line has the stock too.
CREATE FUNCTION catalog_state(p_location_id integer, OUT data text, OUT digest text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    SELECT '{"products":['
           || coalesce(string_agg(row_to_json(product)::text, ',' ORDER BY p.id), '') || ']}',
           digest_of(string_agg(p.id || ':' || p.version || ':' || coalesce(p.stock::text, '')
                                || E'\n', '' ORDER BY p.id))
      INTO data, digest
      FROM products AS p
     CROSS JOIN LATERAL (
           SELECT p.id, p.sku, p.name, p.category, p.price, p.tax_rate_bp AS "taxRateBp",
                  p.stock, p.oversell_allowed AS "oversellAllowed", p.active, p.version,
                  p.barcode) AS product
     WHERE p.location_id = p_location_id AND p.active;
END
$$;

-- State and number of a topic of one moment. data has everything that is committed, so what is up
-- to seq and also what waits in outbox for a number: that comes once more, as an event after seq.
-- settled: nothing waits, data is exactly what the events up to seq make.
CREATE FUNCTION topic_snapshot(p_location_id integer, p_topic text, OUT epoch uuid,
                               OUT seq bigint, OUT settled boolean, OUT digest text,
                               OUT data text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    CASE p_topic
    WHEN 'coworking' THEN
        SELECT s.data, s.digest INTO data, digest FROM coworking_state(p_location_id) AS s;
    WHEN 'orders' THEN
        SELECT s.data, s.digest INTO data, digest FROM orders_state(p_location_id) AS s;
    WHEN 'catalog' THEN
        SELECT s.data, s.digest INTO data, digest FROM catalog_state(p_location_id) AS s;
    END CASE;
    SELECT g.epoch, coalesce(t.last_seq, 0),
           NOT EXISTS (SELECT FROM outbox AS o WHERE o.location_id = p_location_id)
      INTO epoch, seq, settled
      FROM event_log AS g
      LEFT JOIN topics AS t ON t.location_id = p_location_id AND t.topic = p_topic;
END
$$;
