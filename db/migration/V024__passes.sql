-- V024: passes: minutes or days that are bought as a product and used up later.
-- A pass is a line of a paid order whose product was a pass when it was sold. So it is issued with
-- its order and only with it, costs the sale nothing, and ends when the order is voided. A row of
-- passes exists from the first use on.
-- Beside N-1: new tables and functions, which it does not know; it sells passes all the same.
-- Lock: SHARE ROW EXCLUSIVE on locations and products for the foreign keys, catalogue only: the
-- tables are new. What the rollback parked comes back.

-- What a product is a pass for, from an instant on; a row is never changed, so that what was sold
-- stays what it was.
CREATE TABLE pass_terms (
    location_id integer     NOT NULL,
    product_id  uuid        NOT NULL,
    valid_from  timestamptz NOT NULL,
    unit        text        NOT NULL,
    amount      integer     NOT NULL,   -- minutes or days in one pass; 0: not a pass any more
    valid_days  integer     NOT NULL,   -- calendar days of the shop, the first included
    counted     text        NOT NULL,   -- from when
    created_by  uuid,
    CONSTRAINT pass_terms_pkey PRIMARY KEY (location_id, product_id, valid_from),
    CONSTRAINT pass_terms_product_fkey FOREIGN KEY (location_id, product_id)
        REFERENCES products (location_id, id),
    CONSTRAINT pass_terms_unit_known CHECK (unit IN ('minutes', 'days')),
    CONSTRAINT pass_terms_counted_known CHECK (counted IN ('from-purchase', 'from-first-use')),
    CONSTRAINT pass_terms_bounds CHECK (amount BETWEEN 0 AND 527040
                                        AND valid_days BETWEEN 1 AND 3660)
);

CREATE TABLE passes (
    location_id   integer     NOT NULL,
    order_id      uuid        NOT NULL,
    line_no       integer     NOT NULL,
    pass_no       integer     NOT NULL,   -- of the line's quantity
    used          integer     NOT NULL,
    first_used_at timestamptz NOT NULL,
    CONSTRAINT passes_pkey PRIMARY KEY (location_id, order_id, line_no, pass_no)
);

CREATE TABLE pass_uses (
    location_id integer     NOT NULL,
    id          uuid        NOT NULL,
    order_id    uuid        NOT NULL,
    line_no     integer     NOT NULL,
    pass_no     integer     NOT NULL,
    amount      integer     NOT NULL,
    used_at     timestamptz NOT NULL,
    staff_id    uuid        NOT NULL,
    session_id  uuid,                   -- the coworking session that it paid for
    note        text,
    CONSTRAINT pass_uses_pkey PRIMARY KEY (location_id, order_id, line_no, pass_no, id),
    CONSTRAINT pass_uses_pass_fkey FOREIGN KEY (location_id, order_id, line_no, pass_no)
        REFERENCES passes (location_id, order_id, line_no, pass_no)
);

-- A pass as it is now; no row where that line never was one.
CREATE FUNCTION pass_state(p_location_id integer, p_order_id uuid, p_line_no integer,
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
           SELECT CASE t.counted WHEN 'from-purchase' THEN o.created_at
                                 ELSE p.first_used_at END AS began) AS b
     CROSS JOIN LATERAL (
           SELECT ((b.began AT TIME ZONE s.time_zone)::date + t.valid_days)::timestamp
                  AT TIME ZONE s.time_zone AS expires_at) AS e
     WHERE o.location_id = p_location_id AND o.id = p_order_id AND t.amount > 0
$$;

-- The public state of a pass and its uses; NULL where there is none.
CREATE FUNCTION pass_json(p_location_id integer, p_order_id uuid, p_line_no integer,
                          p_pass_no integer) RETURNS text
LANGUAGE sql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
    SELECT json_strip_nulls(json_build_object(
               'id', p_order_id || '.' || p_line_no || '.' || p_pass_no, 'orderId', p_order_id,
               'sku', p.sku, 'name', p.name, 'holder', p.holder, 'unit', p.unit,
               'amount', p.amount, 'left', p.amount - p.used, 'status', p.status,
               'boughtAt', rfc3339(p.bought_at), 'expiresAt', rfc3339(p.expires_at),
               'uses', (SELECT coalesce(json_agg(json_strip_nulls(json_build_object(
                                   'id', u.id, 'amount', u.amount, 'usedAt', rfc3339(u.used_at),
                                   'usedBy', u.staff_id, 'sessionId', u.session_id,
                                   'note', u.note)) ORDER BY u.used_at, u.id), '[]')
                          FROM pass_uses AS u
                         WHERE u.location_id = p_location_id AND u.order_id = p_order_id
                           AND u.line_no = p_line_no AND u.pass_no = p_pass_no)))::text
      FROM pass_state(p_location_id, p_order_id, p_line_no, p_pass_no) AS p
$$;

-- Draws minutes or days from a pass, in whoever's transaction: 'done', 'not-found', or
-- 'pass-not-usable' with its status and what is left. The order is locked by then: passes of one
-- order are drawn from one after the other, and a void comes before or after.
CREATE FUNCTION draw_pass(p_location_id integer, p_use_id uuid, p_order_id uuid,
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
        DO UPDATE SET used = p.used + p_amount;
    INSERT INTO pass_uses (location_id, id, order_id, line_no, pass_no, amount, used_at,
                           staff_id, session_id, note)
    VALUES (p_location_id, p_use_id, p_order_id, p_line_no, p_pass_no, p_amount,
            statement_timestamp(), p_staff_id, p_session_id, p_note);
    outcome := 'done';
END
$$;

-- Uses a pass once. Outcomes: 'done' and 'replayed' with the pass; those of claim_key, draw_pass.
CREATE FUNCTION use_pass(p_location_id integer, p_key text, p_fingerprint bytea, p_staff_id uuid,
                         p_order_id uuid, p_line_no integer, p_pass_no integer,
                         p_amount integer, p_note text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_use_id uuid := uuid_v7();
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'pass-use', p_fingerprint) AS c;
    IF outcome = 'replayed' AND answer IS NULL THEN   -- the first answer was pruned
        answer := pass_json(p_location_id, p_order_id, p_line_no, p_pass_no);
    END IF;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT d.outcome, d.answer INTO outcome, answer
      FROM draw_pass(p_location_id, v_use_id, p_order_id, p_line_no, p_pass_no, p_amount,
                     p_staff_id, NULL, p_note) AS d;
    IF outcome = 'done' THEN
        answer := pass_json(p_location_id, p_order_id, p_line_no, p_pass_no);
        INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code,
                                      response, resource_id)
        VALUES (p_location_id, p_key, 'pass-use', p_fingerprint, 201, answer, v_use_id);
    END IF;
END
$$;

DO $$
BEGIN
    IF to_regclass('parked_pass_uses') IS NOT NULL THEN
        INSERT INTO pass_terms (location_id, product_id, valid_from, unit, amount, valid_days,
                                counted, created_by)
        SELECT t.location_id, t.product_id, t.valid_from, t.unit, t.amount, t.valid_days,
               t.counted, t.created_by
          FROM parked_pass_terms AS t
          JOIN products AS p ON p.location_id = t.location_id AND p.id = t.product_id;
        INSERT INTO passes (location_id, order_id, line_no, pass_no, used, first_used_at)
        SELECT location_id, order_id, line_no, pass_no, used, first_used_at
          FROM parked_passes;
        INSERT INTO pass_uses (location_id, id, order_id, line_no, pass_no, amount, used_at,
                               staff_id, session_id, note)
        SELECT location_id, id, order_id, line_no, pass_no, amount, used_at,
               staff_id, session_id, note
          FROM parked_pass_uses;
        DROP TABLE parked_pass_uses, parked_passes, parked_pass_terms;
    END IF;
END
$$;
