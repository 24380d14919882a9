-- V100: a refund says under which key it was made, as an order does: a counter that never heard the
-- answer finds its refund among those of the order.
-- Beside N-1: one more field in what it answers.
-- Lock: none.

-- As before, and the key.
CREATE OR REPLACE FUNCTION refund_json(p_location_id integer, p_refund_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', r.id, 'key', r.key, 'orderId', r.order_id,
        'receiptNumber', o.register || '-' || lpad(o.receipt_number::text, 6, '0'),
        'register', r.register, 'refundedAt', rfc3339(r.created_at),
        'refundedBy', r.refunded_by, 'approvedBy', r.approved_by, 'reason', r.reason,
        'currency', o.currency,
        'lines', (SELECT coalesce(json_agg(json_build_object(
                         'line', l.line_no, 'sku', s.sku, 'name', s.name,
                         'quantity', l.quantity, 'amount', l.amount, 'tax', l.tax,
                         'stock', CASE WHEN l.restocked THEN 'return' ELSE 'waste' END)
                         ORDER BY l.line_no, l.restocked DESC), '[]')
                    FROM refund_lines AS l
                    JOIN order_lines AS s ON s.location_id = l.location_id
                                         AND s.order_id = r.order_id AND s.line_no = l.line_no
                   WHERE l.location_id = p_location_id AND l.refund_id = r.id),
        'tax', r.tax, 'tip', r.tip, 'total', r.total,
        'tenders', (SELECT coalesce(json_agg(json_build_object(
                           'method', t.method, 'amount', t.amount, 'reference', t.reference)
                           ORDER BY t.tender_no), '[]')
                      FROM refund_tenders AS t
                     WHERE t.location_id = p_location_id AND t.refund_id = r.id)))::text
      FROM refunds AS r
      JOIN orders AS o ON o.location_id = r.location_id AND o.id = r.order_id
     WHERE r.location_id = p_location_id AND r.id = p_refund_id);
END
$$;
