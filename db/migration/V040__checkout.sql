-- V040: a session ends in an order. Checkout and its quote, the end of the clock before the bill is
-- paid, passes that pay for time; and the void of such an order, which opens the bill again.
-- Beside N-1: a new table and new functions. order_json, void_order, session_json,
-- coworking_snapshot, pass_state and draw_pass keep signatures and endings; they say more only of
-- what N-1 does not write.
-- Lock: none, the table is new; it has no foreign key, as order_lines have none.
--
-- Extras took their stock when they were added. At checkout the order takes it over: for each
-- product of the extras one movement 'from-session' and one 'sale', which cancel out. So an order
-- has taken what it sells, whichever way it came about. A void returns it to the session ('void',
-- 'to-session'), which again waits to be paid, or is cancelled, and then the stock returns to the
-- shelf. No product is locked or changed by either.
-- Locks: the session, then orders whose passes are drawn from, in id order, the register last. A
-- void: its order, the session, then orders whose passes get back what was drawn.

-- How the time of an order was charged: what the ticket explains. Beside the order, so that other
-- sales do not carry it.
CREATE TABLE time_charges (
    location_id integer NOT NULL,
    order_id    uuid    NOT NULL,
    charge      text    NOT NULL,   -- JSON: docs/openapi.json, TimeCharge
    CONSTRAINT time_charges_pkey PRIMARY KEY (location_id, order_id)
);

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

-- charge: what the time costs, once it is over; of a closed session, what its order charged.
CREATE OR REPLACE FUNCTION session_json(p_location_id integer, p_session_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', s.id, 'seat', s.seat, 'guestName', s.guest_name, 'people', s.people,
        'status', s.status, 'startedAt', rfc3339(s.started_at), 'endedAt', rfc3339(s.ended_at),
        'tariff', s.tariff, 'currency', l.currency, 'schedule', s.schedule::json,
        'scheduleUntil', rfc3339(s.schedule_until),
        'charge', CASE s.status WHEN 'closed' THEN (
                            SELECT c.charge::json
                              FROM time_charges AS c
                             WHERE c.location_id = p_location_id AND c.order_id = s.order_id)
                  ELSE s.charge::json END,
        'extras', (SELECT coalesce(json_agg(json_build_object(
                          'id', e.id, 'sku', e.sku, 'name', e.name, 'quantity', e.quantity,
                          'unitPrice', e.unit_price, 'total', e.unit_price * e.quantity,
                          'addedAt', rfc3339(e.added_at)) ORDER BY e.added_at, e.id), '[]')
                     FROM session_extras AS e
                    WHERE e.location_id = p_location_id AND e.session_id = p_session_id
                      AND e.removed_at IS NULL),
        'openedBy', s.opened_by, 'endedBy', s.ended_by, 'cancelReason', s.cancel_reason,
        'orderId', s.order_id, 'version', s.version))::text
      FROM coworking_sessions AS s
      JOIN locations AS l ON l.id = s.location_id
     WHERE s.location_id = p_location_id AND s.id = p_session_id);
END
$$;

-- Every session of a location that is not paid yet, as the state behind its topic.
CREATE OR REPLACE FUNCTION coworking_snapshot(p_location_id integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT '{"sessions":['
                   || coalesce(string_agg(session_json(s.location_id, s.id), ','
                                          ORDER BY s.started_at, s.id), '') || ']}'
              FROM coworking_sessions AS s
             WHERE s.location_id = p_location_id
               AND s.status IN ('active', 'awaiting-payment'));
END
$$;

-- A pass that got everything back has not begun: where days count from the first use, that use is
-- still to come.
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

CREATE OR REPLACE FUNCTION draw_pass(p_location_id integer, p_use_id uuid, p_order_id uuid,
                          p_line_no integer, p_pass_no integer, p_amount integer,
                          p_staff_id uuid, p_session_id uuid, p_note text,
                          OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_pass record;
BEGIN
    PERFORM 1
       FROM orders AS o
      WHERE o.location_id = p_location_id AND o.id = p_order_id
        FOR NO KEY UPDATE;
    SELECT s.status, s.amount - s.used AS remaining INTO v_pass
      FROM pass_state(p_location_id, p_order_id, p_line_no, p_pass_no) AS s;
    IF NOT FOUND THEN
        outcome := 'not-found';
        RETURN;
    ELSIF v_pass.status <> 'valid' OR v_pass.remaining < p_amount THEN
        outcome := 'pass-not-usable';
        answer := json_build_object('passStatus', v_pass.status, 'asked', p_amount,
                                    'left', v_pass.remaining);
        RETURN;
    END IF;
    INSERT INTO passes AS p (location_id, order_id, line_no, pass_no, used, first_used_at)
    VALUES (p_location_id, p_order_id, p_line_no, p_pass_no, p_amount, statement_timestamp())
        ON CONFLICT (location_id, order_id, line_no, pass_no)
        DO UPDATE SET used = p.used + p_amount,
                      first_used_at = CASE WHEN p.used > 0 THEN p.first_used_at
                                           ELSE statement_timestamp() END;
    INSERT INTO pass_uses (location_id, id, order_id, line_no, pass_no, amount, used_at,
                           staff_id, session_id, note)
    VALUES (p_location_id, p_use_id, p_order_id, p_line_no, p_pass_no, p_amount,
            statement_timestamp(), p_staff_id, p_session_id, p_note);
    outcome := 'done';
END
$$;

-- Gives back what a session has drawn from passes, as uses of a negative amount.
CREATE FUNCTION return_passes(p_location_id integer, p_session_id uuid, p_staff_id uuid,
                              p_note text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_drawn record;
BEGIN
    FOR v_drawn IN
        SELECT u.order_id, u.line_no, u.pass_no, sum(u.amount)::integer AS amount
          FROM pass_uses AS u
         WHERE u.location_id = p_location_id AND u.session_id = p_session_id
         GROUP BY u.order_id, u.line_no, u.pass_no
        HAVING sum(u.amount) > 0
         ORDER BY u.order_id, u.line_no, u.pass_no
    LOOP
        PERFORM 1
           FROM orders AS o
          WHERE o.location_id = p_location_id AND o.id = v_drawn.order_id
            FOR NO KEY UPDATE;
        UPDATE passes AS p
           SET used = p.used - v_drawn.amount
         WHERE p.location_id = p_location_id AND p.order_id = v_drawn.order_id
           AND p.line_no = v_drawn.line_no AND p.pass_no = v_drawn.pass_no;
        INSERT INTO pass_uses (location_id, id, order_id, line_no, pass_no, amount, used_at,
                               staff_id, session_id, note)
        VALUES (p_location_id, uuid_v7(), v_drawn.order_id, v_drawn.line_no, v_drawn.pass_no,
                -v_drawn.amount, statement_timestamp(), p_staff_id, p_session_id, p_note);
    END LOOP;
END
$$;

-- Why the passes that were named do not pay: (NULL, NULL), or unknown-pass, pass-not-usable.
-- p_draws: [{"pass", "order", "line", "number", "amount"}]; an amount of 0 names a pass that has
-- nothing to pay for, or (as the server saw it) nothing left.
CREATE FUNCTION check_passes(p_location_id integer, p_draws jsonb,
                             OUT outcome text, OUT answer text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT CASE WHEN s.status IS NULL THEN 'unknown-pass' ELSE 'pass-not-usable' END,
           json_strip_nulls(json_build_object(
               'pass', d.pass, 'passStatus', s.status,
               'asked', CASE WHEN s.status IS NOT NULL THEN greatest(d.amount, 1) END,
               'left', s.amount - s.used))
      INTO outcome, answer
      FROM jsonb_to_recordset(p_draws)
        AS d (pass text, "order" uuid, line integer, number integer, amount integer)
      LEFT JOIN LATERAL pass_state(p_location_id, d."order", d.line, d.number) AS s ON true
     WHERE s.status IS DISTINCT FROM 'valid' OR s.amount - s.used < d.amount
     ORDER BY d.pass
     LIMIT 1;
END
$$;

-- Prices what a guest has to pay, as price_cart does a cart: the time first, one line for each
-- tariff, then the extras at the prices at which they were added. p_charge: TimeCharge. Refusals:
-- unknown-register, discount-too-large.
CREATE FUNCTION price_session(p_location_id integer, p_session_id uuid, p_order jsonb,
                              p_charge jsonb) RETURNS priced_cart
LANGUAGE plpgsql STABLE AS $$
DECLARE
    c_no_product CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    cart priced_cart;
    shop record;
BEGIN
    SELECT l.currency, l.prices_include_tax, l.cashier_discount_bp, r.active AS open
      INTO shop
      FROM locations AS l
      LEFT JOIN registers AS r ON r.location_id = l.id AND r.code = p_order ->> 'register'
     WHERE l.id = p_location_id;
    IF shop.open IS NOT TRUE THEN
        cart.refusal := 'unknown-register';
        cart.detail := json_build_object('register', p_order ->> 'register');
        RETURN cart;
    END IF;
    cart.currency := shop.currency;
    cart.prices_include_tax := shop.prices_include_tax;
    SELECT array_agg(i.product_id ORDER BY i.part, i.place),
           array_agg(i.sku ORDER BY i.part, i.place),
           array_agg(i.name ORDER BY i.part, i.place),
           array_agg(i.quantity ORDER BY i.part, i.place),
           array_agg(i.unit_price ORDER BY i.part, i.place),
           array_agg(i.tax_rate_bp ORDER BY i.part, i.place)
      INTO cart.product_ids, cart.skus, cart.names, cart.quantities, cart.unit_prices,
           cart.tax_rates
      FROM (SELECT 1 AS part, t.place, c_no_product AS product_id, 'COWORKING' AS sku,
                   format('%s (%s min)', t.line ->> 'name', t.line ->> 'minutes') AS name,
                   1 AS quantity, (t.line ->> 'amount')::bigint AS unit_price,
                   (t.line ->> 'taxRateBp')::integer AS tax_rate_bp
              FROM jsonb_array_elements(p_charge -> 'lines') WITH ORDINALITY AS t (line, place)
            UNION ALL
            SELECT 2, row_number() OVER (ORDER BY e.added_at, e.id), e.product_id, e.sku, e.name,
                   e.quantity, e.unit_price, e.tax_rate_bp
              FROM session_extras AS e
             WHERE e.location_id = p_location_id AND e.session_id = p_session_id
               AND e.removed_at IS NULL) AS i;
    cart.discounts := array_fill(0::bigint, ARRAY[cardinality(cart.skus)]);
    cart.approvals := '{}';
    RETURN total_cart(cart, p_order -> 'discount', p_order -> 'tip', shop.cashier_discount_bp);
END
$$;

-- What checkout_session would charge at p_at: ('done', quote), or one of its refusals that do not
-- come from the key or the tenders. Keeps nothing.
CREATE FUNCTION quote_checkout(p_location_id integer, p_session_id uuid, p_order jsonb,
                               p_at timestamptz, p_charge text, p_draws jsonb,
                               OUT outcome text, OUT answer text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_session record;
    v_cart    priced_cart;
BEGIN
    SELECT s.status, s.ended_at, s.ended_by, s.order_id INTO v_session
      FROM coworking_sessions AS s
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    IF NOT FOUND THEN
        outcome := 'not-found';
        RETURN;
    ELSIF p_charge IS NULL OR v_session.status NOT IN ('active', 'awaiting-payment') THEN
        outcome := 'session-not-active';
        answer := json_strip_nulls(json_build_object(
            'sessionStatus', v_session.status, 'endedAt', rfc3339(v_session.ended_at),
            'endedBy', v_session.ended_by, 'orderId', v_session.order_id));
        RETURN;
    END IF;
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM check_passes(p_location_id, p_draws) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_cart := price_session(p_location_id, p_session_id, p_order, p_charge::jsonb);
    outcome := coalesce(v_cart.refusal, 'done');
    answer := CASE WHEN v_cart.refusal IS NOT NULL THEN json_strip_nulls(v_cart.detail)::text
                   ELSE overlay(json_strip_nulls(quote_json(v_cart))::text PLACING
                                format('{"sessionId":"%s","at":"%s","charge":%s,', p_session_id,
                                       rfc3339(p_at), p_charge) FROM 1 FOR 1) END;
END
$$;

-- Ends a session in its order: both, or neither. p_order: CheckoutSession as docs/openapi.json has
-- it, and who asks ("caller", see check_order); p_charge: what the time costs at p_at as the timing
-- has it, p_bill: what of that is left after p_draws (see check_passes). Outcomes: 'done' and
-- 'replayed' with the order; those of claim_key, lock_session, check_passes, price_session and
-- check_order; 'request-in-flight'. A refusal leaves no trace, the key included.
CREATE FUNCTION checkout_session(p_location_id integer, p_key text, p_fingerprint bytea,
                                 p_staff_id uuid, p_session_id uuid, p_order jsonb,
                                 p_timing integer, p_at timestamptz, p_charge text, p_bill text,
                                 p_draws jsonb, p_correlation_id text,
                                 OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_order_id uuid := uuid_v7();
    v_found    record;
    v_session  coworking_sessions;
    v_cart     priced_cart;
    v_tenders  settled_tenders;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'order', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_found := lock_session(p_location_id, p_session_id, '{active,awaiting-payment}');
    outcome := v_found.outcome;
    answer := v_found.answer;
    v_session := v_found.session;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF v_session.timing IS DISTINCT FROM p_timing
            OR (p_at = coalesce(v_session.ended_at, p_at)) IS NOT TRUE
            OR (v_session.status = 'active' AND NOT is_present(p_at)) THEN
        outcome := 'request-in-flight';
        RETURN;
    END IF;

    PERFORM 1
       FROM orders AS o
      WHERE o.location_id = p_location_id
        AND o.id = ANY (SELECT (d.value ->> 'order')::uuid
                          FROM jsonb_array_elements(p_draws) AS d)
      ORDER BY o.id
        FOR NO KEY UPDATE;
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM check_passes(p_location_id, p_draws) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_cart := price_session(p_location_id, p_session_id, p_order, p_bill::jsonb);
    IF v_cart.refusal IS NOT NULL THEN
        outcome := v_cart.refusal;
        answer := json_strip_nulls(v_cart.detail);
        RETURN;
    END IF;
    v_tenders := settle_tenders(coalesce(p_order -> 'tenders', '[]'), v_cart.total);
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM check_order(p_order, v_cart, v_tenders) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    -- From here on nothing is refused.
    PERFORM draw_pass(p_location_id, uuid_v7(), d."order", d.line, d.number, d.amount, p_staff_id,
                      p_session_id, NULL)
       FROM jsonb_to_recordset(p_draws)
         AS d ("order" uuid, line integer, number integer, amount integer)
      WHERE d.amount > 0;
    INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, staff_id)
    SELECT p_location_id, v_order_id, sold.product_id, move.kind, move.sign * sold.quantity,
           p_staff_id
      FROM (SELECT e.product_id, sum(e.quantity) AS quantity
              FROM session_extras AS e
              JOIN products AS p ON p.location_id = e.location_id AND p.id = e.product_id
             WHERE e.location_id = p_location_id AND e.session_id = p_session_id
               AND e.removed_at IS NULL
             GROUP BY e.product_id
            HAVING bool_or(e.counted OR p.stock IS NOT NULL)) AS sold
     CROSS JOIN (VALUES ('from-session', 1), ('sale', -1)) AS move (kind, sign);
    INSERT INTO time_charges (location_id, order_id, charge)
    VALUES (p_location_id, v_order_id, p_bill);
    UPDATE coworking_sessions AS s
       SET status = 'closed', ended_at = p_at, ended_by = coalesce(s.ended_by, p_staff_id),
           charge = p_charge, order_id = v_order_id, timing = s.timing + 1,
           version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    PERFORM tell_session(p_location_id, p_session_id, NULL, 'session.closed', NULL, NULL, NULL,
                         NULL, p_correlation_id);
    outcome := 'done';
    answer := write_order(p_location_id, v_order_id, p_key, 'order', p_fingerprint, p_staff_id,
                          p_order || jsonb_build_object('customerName', coalesce(
                              p_order ->> 'customerName', v_session.guest_name)),
                          v_cart, v_tenders, p_session_id, p_correlation_id);
END
$$;

-- Stops the clock at p_at; what the time costs is settled, the bill is not. The seat is free.
-- Outcomes: 'done' and 'replayed' with the session; those of claim_key and lock_session;
-- 'request-in-flight'.
CREATE FUNCTION finish_session(p_location_id integer, p_key text, p_fingerprint bytea,
                               p_staff_id uuid, p_session_id uuid, p_timing integer,
                               p_at timestamptz, p_charge text, p_correlation_id text,
                               OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_found   record;
    v_session coworking_sessions;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, 'session-finish', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_found := lock_session(p_location_id, p_session_id, '{active}');
    outcome := v_found.outcome;
    answer := v_found.answer;
    v_session := v_found.session;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF v_session.timing IS DISTINCT FROM p_timing OR NOT is_present(p_at) THEN
        outcome := 'request-in-flight';
        RETURN;
    END IF;
    UPDATE coworking_sessions AS s
       SET status = 'awaiting-payment', ended_at = p_at, ended_by = p_staff_id,
           charge = p_charge, timing = s.timing + 1, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    outcome := 'done';
    answer := tell_session(p_location_id, p_session_id, NULL, 'session.finished', p_key,
                           'session-finish', p_fingerprint, 200, p_correlation_id);
END
$$;

-- What the void of its order does to a session: it waits to be paid again, with its extras and
-- their stock; passes get back what was drawn.
CREATE FUNCTION reopen_session(p_location_id integer, p_session_id uuid, p_order_id uuid,
                               p_staff_id uuid, p_reason text, p_correlation_id text)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE coworking_sessions AS s
       SET status = 'awaiting-payment', order_id = NULL, timing = s.timing + 1,
           version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id AND s.order_id = p_order_id;
    INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, reason,
                                 staff_id)
    SELECT p_location_id, p_order_id, m.product_id, move.kind, move.sign * m.quantity, p_reason,
           p_staff_id
      FROM stock_movements AS m
     CROSS JOIN (VALUES ('void', -1), ('to-session', 1)) AS move (kind, sign)
     WHERE m.location_id = p_location_id AND m.source_id = p_order_id AND m.kind = 'sale';
    PERFORM return_passes(p_location_id, p_session_id, p_staff_id, p_reason);
    PERFORM tell_session(p_location_id, p_session_id, NULL, 'session.reopened', NULL, NULL, NULL,
                         NULL, p_correlation_id);
END
$$;

-- Takes a paid order back whole: stock returns as it was taken, the receipt number stays used. The
-- session that it closed, if any, waits to be paid again.
-- Outcomes: 'done' and 'replayed' with the order; 'idempotency-key-reused', 'request-in-flight',
-- 'not-found'; 'already-voided' with who, when and why.
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

DO $$
BEGIN
    IF to_regclass('parked_time_charges') IS NOT NULL THEN
        INSERT INTO time_charges (location_id, order_id, charge)
        SELECT location_id, order_id, charge FROM parked_time_charges;
        DROP TABLE parked_time_charges;
    END IF;
END
$$;
