-- V080 rollback. Loses nothing: refunds are kept beside, as parked_…, until V080 is back; meanwhile
-- an order does not show them, and may be voided as if it had none.
-- Run when no instance of the release that needs V080 is left.

-- The functions keep the search path that the migrations gave them, whoever runs this file.
SELECT set_config('search_path', substring(setting FROM 'search_path=(.*)'), false)
  FROM pg_proc AS f, unnest(f.proconfig) AS setting
 WHERE f.oid = 'create_order(integer,text,bytea,uuid,jsonb,text)'::regprocedure
   AND setting LIKE 'search_path=%';

CREATE OR REPLACE FUNCTION order_json(p_location_id integer, p_order_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', o.id, 'key', o.key,
        'receiptNumber', o.register || '-' || lpad(o.receipt_number::text, 6, '0'),
        'status', o.status, 'placedAt', rfc3339(o.created_at), 'placedBy', o.placed_by,
        'register', o.register, 'currency', o.currency, 'pricesIncludeTax', o.prices_include_tax,
        'lines', (SELECT json_agg(json_build_object(
                         'sku', l.sku, 'name', l.name, 'quantity', l.quantity,
                         'unitPrice', l.unit_price, 'discount', l.discount,
                         'orderDiscount', l.order_discount, 'taxRateBp', l.tax_rate_bp,
                         'tax', l.tax, 'total', l.total) ORDER BY l.line_no)
                    FROM order_lines AS l
                   WHERE l.location_id = p_location_id AND l.order_id = p_order_id),
        'subtotal', o.subtotal, 'discount', o.discount, 'tax', o.tax, 'tip', o.tip,
        'total', o.total,
        'tenders', (SELECT coalesce(json_agg(json_build_object(
                           'method', t.method, 'amount', t.amount, 'received', t.received,
                           'change', t.received - t.amount, 'reference', t.reference)
                           ORDER BY t.tender_no), '[]')
                      FROM order_tenders AS t
                     WHERE t.location_id = p_location_id AND t.order_id = p_order_id),
        'customerName', o.customer_name, 'note', o.note, 'sessionId', o.session_id,
        'charge', CASE WHEN o.session_id IS NOT NULL THEN (
                            SELECT c.charge::json
                              FROM time_charges AS c
                             WHERE c.location_id = p_location_id AND c.order_id = p_order_id) END,
        'version', o.version, 'voidedAt', rfc3339(o.voided_at), 'voidedBy', o.voided_by,
        'voidReason', o.void_reason))::text
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id);
END
$$;

CREATE OR REPLACE FUNCTION void_order(p_location_id integer, p_key text, p_fingerprint bytea,
                           p_voided_by uuid, p_order_id uuid, p_reason text,
                           p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_order    record;
    v_movement record;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'void', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    SELECT o.status, o.voided_at, o.voided_by, o.void_reason, o.session_id
      INTO v_order
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'not-found';
        RETURN;
    ELSIF v_order.status = 'voided' THEN
        outcome := 'already-voided';
        answer := json_strip_nulls(json_build_object(
            'voidedAt', rfc3339(v_order.voided_at), 'voidedBy', v_order.voided_by,
            'voidReason', v_order.void_reason));
        RETURN;
    END IF;

    UPDATE orders AS o
       SET status = 'voided', voided_at = now(), voided_by = p_voided_by, void_reason = p_reason,
           version = o.version + 1
     WHERE o.location_id = p_location_id AND o.id = p_order_id;
    IF v_order.session_id IS NOT NULL THEN
        PERFORM reopen_session(p_location_id, v_order.session_id, p_order_id, p_voided_by,
                               p_reason, p_correlation_id);
    ELSE
        FOR v_movement IN
            SELECT m.product_id, m.quantity
              FROM stock_movements AS m
             WHERE m.location_id = p_location_id AND m.source_id = p_order_id
               AND m.kind = 'sale'
             ORDER BY m.product_id
        LOOP
            UPDATE products AS p
               SET stock = p.stock - v_movement.quantity
             WHERE p.location_id = p_location_id AND p.id = v_movement.product_id
               AND p.stock IS NOT NULL;
            IF FOUND THEN
                INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                             reason, staff_id)
                VALUES (p_location_id, p_order_id, v_movement.product_id, 'void',
                        -v_movement.quantity, p_reason, p_voided_by);
            END IF;
        END LOOP;
    END IF;

    outcome := 'done';
    answer := order_json(p_location_id, p_order_id);
    INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                                  resource_id)
    VALUES (p_location_id, p_key, 'void', p_fingerprint, 200, answer, p_order_id);
    INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
    VALUES (p_location_id, uuid_v7(), 'orders', 'order.voided', p_order_id, answer,
            p_correlation_id);
END
$$;

CREATE OR REPLACE FUNCTION pass_state(p_location_id integer, p_order_id uuid, p_line_no integer,
                           p_pass_no integer)
RETURNS TABLE (sku text, name text, holder text, unit text, amount integer, used integer,
               bought_at timestamptz, expires_at timestamptz, status text)
LANGUAGE sql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
    SELECT l.sku, l.name, o.customer_name, t.unit, t.amount, coalesce(p.used, 0), o.created_at,
           e.expires_at,
           CASE WHEN o.status = 'voided' THEN 'voided'
                WHEN coalesce(p.used, 0) >= t.amount THEN 'used-up'
                WHEN e.expires_at <= statement_timestamp() THEN 'expired'
                ELSE 'valid' END
      FROM orders AS o
      JOIN locations AS s ON s.id = o.location_id
      JOIN order_lines AS l ON l.location_id = o.location_id AND l.order_id = o.id
                           AND l.line_no = p_line_no AND p_pass_no BETWEEN 1 AND l.quantity
     CROSS JOIN LATERAL (
           SELECT h.unit, h.amount, h.valid_days, h.counted
             FROM pass_terms AS h
            WHERE h.location_id = o.location_id AND h.product_id = l.product_id
              AND h.valid_from <= o.created_at
            ORDER BY h.valid_from DESC
            LIMIT 1) AS t
      LEFT JOIN passes AS p ON p.location_id = o.location_id AND p.order_id = o.id
                           AND p.line_no = p_line_no AND p.pass_no = p_pass_no
     CROSS JOIN LATERAL (
           SELECT CASE WHEN t.counted = 'from-purchase' THEN o.created_at
                       WHEN p.used > 0 THEN p.first_used_at END AS began) AS b
     CROSS JOIN LATERAL (
           SELECT ((b.began AT TIME ZONE s.time_zone)::date + t.valid_days)::timestamp
                  AT TIME ZONE s.time_zone AS expires_at) AS e
     WHERE o.location_id = p_location_id AND o.id = p_order_id AND t.amount > 0
$$;

DROP FUNCTION refund_order(integer, text, bytea, uuid, uuid, jsonb, jsonb, text);
DROP FUNCTION refund_tenders_of(integer, uuid, jsonb, bigint);
DROP FUNCTION refund_parts(integer, uuid, boolean, jsonb);
DROP TYPE refund_part;
DROP FUNCTION share_of(bigint, bigint, bigint);
DROP FUNCTION refunded_quantity(integer, uuid, integer);
DROP FUNCTION refunds_json(integer, uuid);
DROP FUNCTION refund_json(integer, uuid);
CREATE TABLE parked_refund_tenders AS TABLE refund_tenders;
CREATE TABLE parked_refund_lines AS TABLE refund_lines;
CREATE TABLE parked_refunds AS TABLE refunds;
DROP TABLE refund_tenders;
DROP TABLE refund_lines;
DROP TABLE refunds;
ALTER TABLE orders DROP COLUMN refunded;
