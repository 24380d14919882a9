-- V090 rollback. Loses nothing: when and by whom such sales were made is kept beside, as
-- parked_sold, until V090 is back.
-- Run when no instance of the release that needs V090 is left.

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
        'voidReason', o.void_reason, 'refunded', nullif(o.refunded, 0),
        'refunds', CASE WHEN o.version > 1 THEN refunds_json(p_location_id, p_order_id) END))::text
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id);
END
$$;

CREATE OR REPLACE FUNCTION write_order(p_location_id integer, p_order_id uuid, p_key text,
                            p_operation text, p_fingerprint bytea, p_placed_by uuid, p_order jsonb,
                            p_cart priced_cart, p_tenders settled_tenders, p_session_id uuid,
                            p_correlation_id text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    v_receipt bigint;
    v_answer  text;
BEGIN
    UPDATE registers AS r
       SET last_receipt_number = r.last_receipt_number + 1
     WHERE r.location_id = p_location_id AND r.code = p_order ->> 'register'
    RETURNING r.last_receipt_number INTO v_receipt;

    INSERT INTO orders (location_id, id, key, register, receipt_number, currency,
                        prices_include_tax, subtotal, discount, tax, tip, total,
                        customer_name, note, placed_by, session_id)
    VALUES (p_location_id, p_order_id, p_key, p_order ->> 'register', v_receipt, p_cart.currency,
            p_cart.prices_include_tax, p_cart.subtotal, p_cart.discount, p_cart.tax, p_cart.tip,
            p_cart.total, p_order ->> 'customerName', p_order ->> 'note', p_placed_by,
            p_session_id);

    INSERT INTO order_lines (location_id, order_id, line_no, product_id, sku, name, quantity,
                             unit_price, discount, order_discount, tax_rate_bp, tax, total)
    SELECT p_location_id, p_order_id, line.line_no, line.product_id, line.sku, line.name,
           line.quantity, line.unit_price, line.discount, line.order_discount, line.tax_rate,
           line.tax, line.total
      FROM unnest(p_cart.product_ids, p_cart.skus, p_cart.names, p_cart.quantities,
                  p_cart.unit_prices, p_cart.discounts, p_cart.order_discounts,
                  p_cart.tax_rates, p_cart.taxes, p_cart.totals) WITH ORDINALITY
        AS line (product_id, sku, name, quantity, unit_price, discount, order_discount,
                 tax_rate, tax, total, line_no);

    INSERT INTO order_tenders (location_id, order_id, tender_no, method, amount, received,
                               reference)
    SELECT p_location_id, p_order_id, tender.tender_no, tender.method, tender.amount,
           tender.received, tender.reference
      FROM unnest(p_tenders.methods, p_tenders.amounts, p_tenders.received,
                  p_tenders."references") WITH ORDINALITY
        AS tender (method, amount, received, reference, tender_no);

    IF p_cart.approvals <> '{}' AND p_order ? 'caller' THEN
        INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                   entity_id, after, register, approved_by, correlation_id)
        VALUES (p_location_id, gen_random_uuid(), p_placed_by, p_order #>> '{caller,name}',
                'approve', 'orders', p_order_id::text,
                json_build_object('approvals', array_to_json(p_cart.approvals),
                                  'lines', p_order -> 'lines', 'discount', p_order -> 'discount',
                                  'total', p_cart.total)::text,
                p_order ->> 'register',
                coalesce((p_order #>> '{caller,approvedBy}')::uuid, p_placed_by),
                coalesce(p_correlation_id, ''));
    END IF;

    v_answer := order_json(p_location_id, p_order_id);
    INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                                  resource_id)
    VALUES (p_location_id, p_key, p_operation, p_fingerprint, 201, v_answer, p_order_id);
    INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
    VALUES (p_location_id, uuid_v7(), 'orders', 'order.placed', p_order_id, v_answer,
            p_correlation_id);
    RETURN v_answer;
END
$$;

CREATE TABLE parked_sold AS
    SELECT location_id, id, sold_at, sold_by
      FROM orders
     WHERE sold_at IS NOT NULL OR sold_by IS NOT NULL;
ALTER TABLE orders
    DROP COLUMN sold_at,
    DROP COLUMN sold_by;
