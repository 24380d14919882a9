-- V080: money goes back for a part of an order or all of it: by line and quantity, bounded by what
-- was paid, to the methods that paid; the goods return to the shelf or are wasted.
-- Beside N-1: it goes on selling and voiding; where it would void an order with refunds, it is
-- refused ('not-refundable', which it answers as an internal error: nothing changes).
-- Lock: ACCESS EXCLUSIVE on orders for a new column with a constant default, catalogue only, no
-- scan; the tables are new. What the rollback parked comes back.

ALTER TABLE orders
    ADD COLUMN refunded bigint NOT NULL DEFAULT 0;   -- sum of its refunds, tip included

CREATE TABLE refunds (
    location_id integer     NOT NULL,
    id          uuid        NOT NULL,
    order_id    uuid        NOT NULL,
    key         text        NOT NULL,
    register    text        NOT NULL,   -- whose drawer the money leaves
    tax         bigint      NOT NULL,   -- within the lines' amounts
    tip         bigint      NOT NULL,
    total       bigint      NOT NULL,   -- sum of the lines' amounts and the tip
    reason      text        NOT NULL,
    refunded_by uuid        NOT NULL,
    approved_by uuid        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT refunds_pkey PRIMARY KEY (location_id, id),
    CONSTRAINT refunds_order_fkey FOREIGN KEY (location_id, order_id)
        REFERENCES orders (location_id, id),
    CONSTRAINT refunds_not_negative CHECK (tax >= 0 AND tip >= 0 AND total >= tip)
);
CREATE INDEX refunds_order ON refunds (order_id, location_id);

CREATE TABLE refund_lines (
    location_id integer NOT NULL,
    refund_id   uuid    NOT NULL,
    line_no     integer NOT NULL,   -- of the order
    quantity    integer NOT NULL,
    amount      bigint  NOT NULL,   -- what the customer gets for it, tax included
    tax         bigint  NOT NULL,
    restocked   boolean NOT NULL,   -- false: wasted, or nothing that lies on a shelf
    CONSTRAINT refund_lines_pkey PRIMARY KEY (location_id, refund_id, line_no, restocked),
    CONSTRAINT refund_lines_refund_fkey FOREIGN KEY (location_id, refund_id)
        REFERENCES refunds (location_id, id),
    CONSTRAINT refund_lines_quantity_positive CHECK (quantity > 0)
);

CREATE TABLE refund_tenders (
    location_id integer NOT NULL,
    refund_id   uuid    NOT NULL,
    tender_no   integer NOT NULL,
    method      text    NOT NULL,
    amount      bigint  NOT NULL,
    reference   text,
    CONSTRAINT refund_tenders_pkey PRIMARY KEY (location_id, refund_id, tender_no),
    CONSTRAINT refund_tenders_refund_fkey FOREIGN KEY (location_id, refund_id)
        REFERENCES refunds (location_id, id)
);

-- A refund as the API answers it, and as its order lists it.
CREATE FUNCTION refund_json(p_location_id integer, p_refund_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', r.id, 'orderId', r.order_id,
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

-- The refunds of an order, oldest first; NULL where it has none.
CREATE FUNCTION refunds_json(p_location_id integer, p_order_id uuid) RETURNS json
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_agg(refund_json(p_location_id, r.id)::json ORDER BY r.created_at, r.id)
              FROM refunds AS r
             WHERE r.location_id = p_location_id AND r.order_id = p_order_id);
END
$$;

-- How many pieces of a line were refunded.
CREATE FUNCTION refunded_quantity(p_location_id integer, p_order_id uuid, p_line_no integer)
RETURNS integer
LANGUAGE sql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
    SELECT coalesce(sum(l.quantity), 0)::integer
      FROM refunds AS r
      JOIN refund_lines AS l ON l.location_id = r.location_id AND l.refund_id = r.id
     WHERE r.location_id = p_location_id AND r.order_id = p_order_id AND l.line_no = p_line_no
$$;

-- What so many of all pieces are worth, half up. By differences of this, the refunds of a line make
-- exactly what was paid for it, in however many parts it goes back.
CREATE FUNCTION share_of(p_amount bigint, p_pieces bigint, p_all bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (2 * p_amount * p_pieces + p_all) / (2 * p_all);

CREATE TYPE refund_part AS (
    line_no integer, product_id uuid, quantity integer, amount bigint, tax bigint,
    restocked boolean);

-- What the wished pieces of an order's lines are worth. Refusal: NULL, with the lines that have
-- fewer pieces left (why 'quantity'), or whose passes were used already (why 'pass-used').
CREATE FUNCTION refund_parts(p_location_id integer, p_order_id uuid, p_prices_include_tax boolean,
                             p_lines jsonb, OUT parts refund_part[], OUT refusal json)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_wish    record;
    v_line_no integer := 0;
    v_before  integer;
    v_net     bigint;
    v_short   json[] := '{}';
    v_used    json[] := '{}';
BEGIN
    parts := '{}';
    FOR v_wish IN
        SELECT w.line_no, w.restocked, w.quantity, w.of_line, l.product_id,
               coalesce(l.quantity, 0) AS bought, l.total, l.order_discount, l.tax
          FROM (SELECT line_no, restocked, sum(quantity) AS quantity,
                       sum(sum(quantity)) OVER (PARTITION BY line_no) AS of_line
                  FROM (SELECT (e.value ->> 'line')::integer AS line_no,
                               coalesce(e.value ->> 'stock', 'return') = 'return' AS restocked,
                               (e.value ->> 'quantity')::integer AS quantity
                          FROM jsonb_array_elements(p_lines) AS e) AS each
                 GROUP BY line_no, restocked) AS w
          LEFT JOIN order_lines AS l ON l.location_id = p_location_id
                AND l.order_id = p_order_id AND l.line_no = w.line_no
         ORDER BY w.line_no, w.restocked DESC
    LOOP
        IF v_wish.line_no <> v_line_no THEN
            v_line_no := v_wish.line_no;
            v_before := refunded_quantity(p_location_id, p_order_id, v_line_no);
            IF v_before + v_wish.of_line > v_wish.bought THEN
                v_short := v_short || json_build_object(
                    'line', v_line_no, 'asked', v_wish.of_line, 'left', v_wish.bought - v_before);
            ELSIF EXISTS (SELECT FROM passes AS p
                           WHERE p.location_id = p_location_id AND p.order_id = p_order_id
                             AND p.line_no = v_line_no AND p.used > 0
                             AND p.pass_no > v_wish.bought - v_before - v_wish.of_line) THEN
                v_used := v_used || json_build_object('line', v_line_no);
            END IF;
        END IF;
        CONTINUE WHEN v_wish.bought = 0;
        v_net := v_wish.total - v_wish.order_discount
                 + CASE WHEN p_prices_include_tax THEN 0 ELSE v_wish.tax END;
        parts := parts || ROW(
            v_line_no, v_wish.product_id, v_wish.quantity,
            share_of(v_net, v_before + v_wish.quantity, v_wish.bought)
                - share_of(v_net, v_before, v_wish.bought),
            share_of(v_wish.tax, v_before + v_wish.quantity, v_wish.bought)
                - share_of(v_wish.tax, v_before, v_wish.bought),
            v_wish.restocked)::refund_part;
        v_before := v_before + v_wish.quantity;
    END LOOP;
    IF cardinality(v_short) > 0 THEN
        refusal := json_build_object('why', 'quantity', 'items', array_to_json(v_short));
    ELSIF cardinality(v_used) > 0 THEN
        refusal := json_build_object('why', 'pass-used', 'items', array_to_json(v_used));
    END IF;
END
$$;

-- To which methods so much goes back: as wished, or to those that paid, in their order. Refusals:
-- tenders-mismatch; not-refundable (why 'tender') where a method would get more than it paid.
CREATE FUNCTION refund_tenders_of(p_location_id integer, p_order_id uuid, p_wish jsonb,
                                  p_total bigint, OUT tenders settled_tenders, OUT outcome text,
                                  OUT answer text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_left jsonb;   -- method → what it may still get
    v_over json;
BEGIN
    SELECT coalesce(jsonb_object_agg(paid.method, paid.amount - coalesce(back.amount, 0)), '{}')
      INTO v_left
      FROM (SELECT t.method, sum(t.amount) AS amount
              FROM order_tenders AS t
             WHERE t.location_id = p_location_id AND t.order_id = p_order_id
             GROUP BY t.method) AS paid
      LEFT JOIN (SELECT t.method, sum(t.amount) AS amount
                   FROM refunds AS r
                   JOIN refund_tenders AS t ON t.location_id = r.location_id
                                           AND t.refund_id = r.id
                  WHERE r.location_id = p_location_id AND r.order_id = p_order_id
                  GROUP BY t.method) AS back ON back.method = paid.method;
    IF p_wish IS NULL THEN
        SELECT coalesce(jsonb_agg(jsonb_build_object('method', m.method, 'amount', m.amount)
                                  ORDER BY m.first), '[]')
          INTO p_wish
          FROM (SELECT f.method, f.first,
                       least(f.available, p_total - coalesce(sum(f.available) OVER (
                           ORDER BY f.first ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW), 0))
                           AS amount
                  FROM (SELECT t.method, min(t.tender_no) AS first,
                               (v_left ->> t.method)::bigint AS available
                          FROM order_tenders AS t
                         WHERE t.location_id = p_location_id AND t.order_id = p_order_id
                         GROUP BY t.method) AS f) AS m
         WHERE m.amount > 0;
    END IF;
    tenders := settle_tenders(p_wish, p_total);
    IF tenders.methods IS NULL THEN
        outcome := 'tenders-mismatch';
        answer := json_build_object('due', p_total, 'tendered', (
            SELECT coalesce(sum((t.value ->> 'amount')::bigint), 0)
              FROM jsonb_array_elements(p_wish) AS t));
        RETURN;
    END IF;
    SELECT json_agg(json_build_object('method', t.method, 'asked', t.amount,
                                      'left', coalesce((v_left ->> t.method)::bigint, 0))
                    ORDER BY t.method)
      INTO v_over
      FROM (SELECT u.method, sum(u.amount) AS amount
              FROM unnest(tenders.methods, tenders.amounts) AS u (method, amount)
             GROUP BY u.method) AS t
     WHERE t.amount > coalesce((v_left ->> t.method)::bigint, 0);
    IF v_over IS NOT NULL THEN
        outcome := 'not-refundable';
        answer := json_build_object('why', 'tender', 'items', v_over);
    END IF;
END
$$;

-- Gives money back for an order. p_wish: RefundOrder as docs/openapi.json has it, already checked
-- for shape; p_by: {name, approvedBy}. Outcomes: 'done' and 'replayed' with the refund; those of
-- claim_key; not-found, unknown-register, tenders-mismatch; not-refundable with why: voided,
-- quantity, pass-used, tip, tender. Locks the order, then products in id order.
CREATE FUNCTION refund_order(p_location_id integer, p_key text, p_fingerprint bytea,
                             p_staff_id uuid, p_order_id uuid, p_wish jsonb, p_by jsonb,
                             p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_id      uuid := uuid_v7();
    v_order   record;
    v_parts   refund_part[];
    v_refusal json;
    v_tip     bigint := coalesce((p_wish ->> 'tip')::bigint, 0);
    v_total   bigint;
    v_settled record;
    v_tenders settled_tenders;
    v_back    record;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'refund', p_fingerprint) AS c;
    IF outcome = 'replayed' AND answer IS NULL THEN   -- the first answer was pruned
        SELECT refund_json(p_location_id, k.resource_id) INTO answer
          FROM idempotency_keys AS k
         WHERE k.location_id = p_location_id AND k.key = p_key;
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    SELECT o.status, o.voided_at, o.prices_include_tax, o.tip, o.tip - coalesce((
               SELECT sum(r.tip) FROM refunds AS r
                WHERE r.location_id = p_location_id AND r.order_id = p_order_id), 0) AS tip_left
      INTO v_order
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'not-found';
        RETURN;
    ELSIF v_order.status = 'voided' THEN
        outcome := 'not-refundable';
        answer := json_build_object('why', 'voided', 'voidedAt', rfc3339(v_order.voided_at));
        RETURN;
    ELSIF NOT EXISTS (SELECT FROM registers AS r
                       WHERE r.location_id = p_location_id AND r.code = p_wish ->> 'register'
                         AND r.active) THEN
        outcome := 'unknown-register';
        answer := json_build_object('register', p_wish ->> 'register');
        RETURN;
    END IF;
    SELECT p.parts, p.refusal INTO v_parts, v_refusal
      FROM refund_parts(p_location_id, p_order_id, v_order.prices_include_tax,
                        coalesce(p_wish -> 'lines', '[]')) AS p;
    IF v_refusal IS NULL AND v_tip > v_order.tip_left THEN
        v_refusal := json_build_object('why', 'tip', 'asked', v_tip, 'left', v_order.tip_left);
    END IF;
    IF v_refusal IS NOT NULL THEN
        outcome := 'not-refundable';
        answer := v_refusal;
        RETURN;
    END IF;
    SELECT coalesce(sum(p.amount), 0) + v_tip INTO v_total FROM unnest(v_parts) AS p;
    SELECT t.tenders, t.outcome, t.answer INTO v_settled
      FROM refund_tenders_of(p_location_id, p_order_id, p_wish -> 'tenders', v_total) AS t;
    IF v_settled.outcome IS NOT NULL THEN
        outcome := v_settled.outcome;
        answer := v_settled.answer;
        RETURN;
    END IF;
    v_tenders := v_settled.tenders;

    INSERT INTO refunds (location_id, id, order_id, key, register, tax, tip, total, reason,
                         refunded_by, approved_by)
    SELECT p_location_id, v_id, p_order_id, p_key, p_wish ->> 'register',
           coalesce(sum(p.tax), 0), v_tip, v_total, p_wish ->> 'reason', p_staff_id,
           (p_by ->> 'approvedBy')::uuid
      FROM unnest(v_parts) AS p;
    INSERT INTO refund_lines (location_id, refund_id, line_no, quantity, amount, tax, restocked)
    SELECT p_location_id, v_id, p.line_no, p.quantity, p.amount, p.tax, p.restocked
      FROM unnest(v_parts) AS p;
    INSERT INTO refund_tenders (location_id, refund_id, tender_no, method, amount, reference)
    SELECT p_location_id, v_id, t.tender_no, t.method, t.amount, t.reference
      FROM unnest(v_tenders.methods, v_tenders.amounts, v_tenders."references")
           WITH ORDINALITY AS t (method, amount, reference, tender_no);
    FOR v_back IN
        SELECT p.product_id, sum(p.quantity) AS quantity
          FROM unnest(v_parts) AS p
         WHERE p.restocked
         GROUP BY p.product_id
         ORDER BY p.product_id
    LOOP
        UPDATE products AS p
           SET stock = p.stock + v_back.quantity
         WHERE p.location_id = p_location_id AND p.id = v_back.product_id
           AND p.stock IS NOT NULL;
        IF FOUND THEN
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                         reason, staff_id)
            VALUES (p_location_id, v_id, v_back.product_id, 'refund', v_back.quantity,
                    p_wish ->> 'reason', p_staff_id);
        END IF;
    END LOOP;
    UPDATE orders AS o
       SET refunded = o.refunded + v_total, version = o.version + 1
     WHERE o.location_id = p_location_id AND o.id = p_order_id;

    outcome := 'done';
    answer := refund_json(p_location_id, v_id);
    INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                                  resource_id)
    VALUES (p_location_id, p_key, 'refund', p_fingerprint, 201, answer, v_id);
    INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id, source_id)
    VALUES (p_location_id, uuid_v7(), 'orders', 'order.refunded', p_order_id,
            order_json(p_location_id, p_order_id), p_correlation_id, v_id);
    INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity, entity_id,
                               after, register, approved_by, correlation_id)
    VALUES (p_location_id, gen_random_uuid(), p_staff_id, p_by ->> 'name', 'refund', 'orders',
            p_order_id::text, answer, p_wish ->> 'register', (p_by ->> 'approvedBy')::uuid,
            p_correlation_id);
END
$$;

-- As before, and the refunds.
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

-- As before; an order with refunds is not voided any more.
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

    SELECT o.status, o.voided_at, o.voided_by, o.void_reason, o.refunded, o.session_id
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
    ELSIF EXISTS (SELECT FROM refunds AS r
                   WHERE r.location_id = p_location_id AND r.order_id = p_order_id) THEN
        outcome := 'not-refundable';
        answer := json_build_object('why', 'refunded', 'refunded', v_order.refunded);
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

-- As before; the last pieces of a line go back first.
CREATE OR REPLACE FUNCTION pass_state(p_location_id integer, p_order_id uuid, p_line_no integer,
                           p_pass_no integer)
RETURNS TABLE (sku text, name text, holder text, unit text, amount integer, used integer,
               bought_at timestamptz, expires_at timestamptz, status text)
LANGUAGE sql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
    SELECT l.sku, l.name, o.customer_name, t.unit, t.amount, coalesce(p.used, 0), o.created_at,
           e.expires_at,
           CASE WHEN o.status = 'voided' THEN 'voided'
                WHEN o.version > 1 AND p_pass_no > l.quantity - (
                     SELECT coalesce(sum(g.quantity), 0)
                       FROM refunds AS r
                       JOIN refund_lines AS g ON g.location_id = r.location_id
                                             AND g.refund_id = r.id
                      WHERE r.location_id = p_location_id AND r.order_id = p_order_id
                        AND g.line_no = p_line_no) THEN 'refunded'
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

DO $$
BEGIN
    IF to_regclass('parked_refunds') IS NOT NULL THEN
        INSERT INTO refunds (location_id, id, order_id, key, register, tax, tip, total, reason,
                             refunded_by, approved_by, created_at)
        SELECT r.location_id, r.id, r.order_id, r.key, r.register, r.tax, r.tip, r.total, r.reason,
               r.refunded_by, r.approved_by, r.created_at
          FROM parked_refunds AS r
          JOIN orders AS o ON o.location_id = r.location_id AND o.id = r.order_id;
        INSERT INTO refund_lines (location_id, refund_id, line_no, quantity, amount, tax,
                                  restocked)
        SELECT p.location_id, p.refund_id, p.line_no, p.quantity, p.amount, p.tax, p.restocked
          FROM parked_refund_lines AS p
          JOIN refunds AS r ON r.location_id = p.location_id AND r.id = p.refund_id;
        INSERT INTO refund_tenders (location_id, refund_id, tender_no, method, amount, reference)
        SELECT p.location_id, p.refund_id, p.tender_no, p.method, p.amount, p.reference
          FROM parked_refund_tenders AS p
          JOIN refunds AS r ON r.location_id = p.location_id AND r.id = p.refund_id;
        UPDATE orders AS o
           SET refunded = r.total
          FROM (SELECT location_id, order_id, sum(total) AS total
                  FROM refunds GROUP BY location_id, order_id) AS r
         WHERE o.location_id = r.location_id AND o.id = r.order_id;
        DROP TABLE parked_refund_tenders, parked_refund_lines, parked_refunds;
    END IF;
END
$$;
