-- V022: sessions of the coworking room: open, extras, people, move, cancel; each in one call.
-- Beside N-1: new tables and functions, which it does not know.
-- Lock: none, every table is new; their foreign keys touch locations and seats for an instant.
--
-- What time costs is computed by the server's tariff function (package tariffs) at an instant of
-- this database's clock. Whoever changes what the time costs says which timing it has seen and at
-- which instant; where either is no longer so the answer is 'request-in-flight', and the server
-- reads, computes and asks again.
-- Locks: the session, then its seat, then products in id order. Endings as in V002.

-- The one clock of the room; tests put another body in its place to sit through a night.
CREATE FUNCTION room_now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN date_trunc('milliseconds', clock_timestamp());

CREATE TABLE coworking_sessions (
    location_id    integer     NOT NULL,
    id             uuid        NOT NULL,
    seat           text        NOT NULL,
    guest_name     text        NOT NULL,
    people         integer     NOT NULL,
    tariff         text        NOT NULL,
    status         text        NOT NULL DEFAULT 'active',
    started_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    schedule       text        NOT NULL,   -- JSON: the steps of the charge, as screens show them
    schedule_until timestamptz NOT NULL,   -- what it says nothing about any more
    charge         text,                   -- JSON: the time and its explanation, once it is over
    timing         integer     NOT NULL DEFAULT 1,   -- counts what changes the charge of the time
    version        integer     NOT NULL DEFAULT 1,   -- counts every change
    opened_by      uuid        NOT NULL,
    ended_by       uuid,
    cancel_reason  text,
    order_id       uuid,
    CONSTRAINT coworking_sessions_pkey PRIMARY KEY (location_id, id),
    CONSTRAINT coworking_sessions_seat_fkey FOREIGN KEY (location_id, seat)
        REFERENCES seats (location_id, code),
    CONSTRAINT coworking_sessions_status_known CHECK (
        status IN ('active', 'awaiting-payment', 'closed', 'cancelled')),
    CONSTRAINT coworking_sessions_end_known CHECK ((status = 'active') = (ended_at IS NULL)),
    CONSTRAINT coworking_sessions_paid_by_order CHECK ((status = 'closed') = (order_id IS NOT NULL))
) WITH (fillfactor = 50);   -- every extra updates its session: room for HOT updates
-- A seat is never used twice, whoever writes.
CREATE UNIQUE INDEX coworking_sessions_seat_key ON coworking_sessions (seat, location_id)
    WHERE status = 'active';
CREATE INDEX coworking_sessions_started_at ON coworking_sessions (started_at, location_id);

-- From an instant on, so many people there under that version of a tariff: a session is charged by
-- what hung on the wall when it began.
CREATE TABLE session_stretches (
    location_id integer     NOT NULL,
    session_id  uuid        NOT NULL,
    stretch_no  integer     NOT NULL,
    from_at     timestamptz NOT NULL,
    seat        text        NOT NULL,
    people      integer     NOT NULL,
    tariff_id   uuid        NOT NULL,
    staff_id    uuid        NOT NULL,
    CONSTRAINT session_stretches_pkey PRIMARY KEY (location_id, session_id, stretch_no),
    CONSTRAINT session_stretches_session_fkey FOREIGN KEY (location_id, session_id)
        REFERENCES coworking_sessions (location_id, id),
    CONSTRAINT session_stretches_tariff_fkey FOREIGN KEY (location_id, tariff_id)
        REFERENCES tariffs (location_id, id)
);

CREATE TABLE session_extras (
    location_id integer     NOT NULL,
    session_id  uuid        NOT NULL,
    id          uuid        NOT NULL,
    product_id  uuid        NOT NULL,
    sku         text        NOT NULL,
    name        text        NOT NULL,
    quantity    integer     NOT NULL,
    unit_price  bigint      NOT NULL,   -- as it was when the extra was added
    tax_rate_bp integer     NOT NULL,
    counted     boolean     NOT NULL,   -- whether it moved stock
    added_at    timestamptz NOT NULL,
    added_by    uuid        NOT NULL,
    removed_at  timestamptz,
    removed_by  uuid,
    CONSTRAINT session_extras_pkey PRIMARY KEY (location_id, session_id, id),
    CONSTRAINT session_extras_session_fkey FOREIGN KEY (location_id, session_id)
        REFERENCES coworking_sessions (location_id, id)
);

-- The whole public state of a session, as the API answers it and as its events carry it.
CREATE FUNCTION session_json(p_location_id integer, p_session_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', s.id, 'seat', s.seat, 'guestName', s.guest_name, 'people', s.people,
        'status', s.status, 'startedAt', rfc3339(s.started_at), 'endedAt', rfc3339(s.ended_at),
        'tariff', s.tariff, 'currency', l.currency, 'schedule', s.schedule::json,
        'scheduleUntil', rfc3339(s.schedule_until), 'charge', s.charge::json,
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

-- Every active session of a location, as the state behind its topic: {"sessions": […]}.
CREATE FUNCTION coworking_snapshot(p_location_id integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT '{"sessions":['
                   || coalesce(string_agg(session_json(s.location_id, s.id), ','
                                          ORDER BY s.started_at, s.id), '') || ']}'
              FROM coworking_sessions AS s
             WHERE s.location_id = p_location_id AND s.status = 'active');
END
$$;

-- claim_key for sessions: where the first answer is pruned, the session as it is.
CREATE FUNCTION claim_session_key(p_location_id integer, p_key text, p_operation text,
                                  p_fingerprint bytea, OUT outcome text, OUT answer text)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, p_operation, p_fingerprint) AS c;
    IF outcome = 'replayed' AND answer IS NULL THEN
        SELECT session_json(p_location_id, k.resource_id) INTO answer
          FROM idempotency_keys AS k
         WHERE k.location_id = p_location_id AND k.key = p_key;
    END IF;
END
$$;

-- Announces a session as it is now and keeps that as the answer of the key, where there is one.
-- p_source_id: of the stock movements, where it is not the session; that column of outbox comes
-- with V030, without which there are no events of stock.
CREATE FUNCTION tell_session(p_location_id integer, p_session_id uuid, p_source_id uuid,
                             p_type text, p_key text, p_operation text, p_fingerprint bytea,
                             p_status_code integer, p_correlation_id text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    v_answer text := session_json(p_location_id, p_session_id);
BEGIN
    IF p_key IS NOT NULL THEN
        INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code,
                                      response, resource_id)
        VALUES (p_location_id, p_key, p_operation, p_fingerprint, p_status_code, v_answer,
                p_session_id);
    END IF;
    IF p_source_id IS NULL THEN
        INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
        VALUES (p_location_id, uuid_v7(), 'coworking', p_type, p_session_id, v_answer,
                p_correlation_id);
    ELSE
        INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id,
                            source_id)
        VALUES (p_location_id, uuid_v7(), 'coworking', p_type, p_session_id, v_answer,
                p_correlation_id, p_source_id);
    END IF;
    RETURN v_answer;
END
$$;

-- Why a session does not take this: 'not-found', or 'session-not-active' with what became of it.
-- (NULL, NULL) where its status is one of those asked for. The session is locked by then.
CREATE FUNCTION lock_session(p_location_id integer, p_session_id uuid, p_statuses text[],
                             OUT outcome text, OUT answer text, OUT session coworking_sessions)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.* INTO session
      FROM coworking_sessions AS s
     WHERE s.location_id = p_location_id AND s.id = p_session_id
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'not-found';
    ELSIF session.status <> ALL (p_statuses) THEN
        outcome := 'session-not-active';
        answer := json_strip_nulls(json_build_object(
            'sessionStatus', session.status, 'endedAt', rfc3339(session.ended_at),
            'endedBy', session.ended_by, 'orderId', session.order_id));
    END IF;
END
$$;

-- Why so many people cannot sit there: 'unknown-seat', 'over-capacity', or 'seat-taken' with who
-- holds it since when. The seat is locked by then, so that two who swap seats never wait for each
-- other; p_session_id, who is there already, may stay though the seat was switched off.
CREATE FUNCTION lock_seat(p_location_id integer, p_seat text, p_people integer, p_session_id uuid,
                          OUT outcome text, OUT answer text)
LANGUAGE plpgsql AS $$
DECLARE
    v_seat   record;
    v_holder record;
BEGIN
    SELECT s.capacity, s.active INTO v_seat
      FROM seats AS s
     WHERE s.location_id = p_location_id AND s.code = p_seat
       FOR NO KEY UPDATE;
    SELECT s.id, s.guest_name, s.started_at INTO v_holder
      FROM coworking_sessions AS s
     WHERE s.location_id = p_location_id AND s.seat = p_seat AND s.status = 'active';
    IF v_holder.id IS NOT NULL AND v_holder.id IS DISTINCT FROM p_session_id THEN
        outcome := 'seat-taken';
        answer := json_strip_nulls(json_build_object(
            'seat', p_seat, 'sessionId', v_holder.id, 'guestName', v_holder.guest_name,
            'since', rfc3339(v_holder.started_at)));
    ELSIF v_holder.id IS NULL AND v_seat.active IS NOT TRUE THEN
        outcome := 'unknown-seat';
        answer := json_strip_nulls(json_build_object('seat', p_seat));
    ELSIF p_people > v_seat.capacity THEN
        outcome := 'over-capacity';
        answer := json_strip_nulls(json_build_object(
            'seat', p_seat, 'people', p_people, 'capacity', v_seat.capacity));
    END IF;
END
$$;

-- Whether an instant that the server took from room_now() is still the present.
CREATE FUNCTION is_present(p_instant timestamptz) RETURNS boolean
LANGUAGE sql VOLATILE
RETURN abs(extract(epoch FROM room_now() - p_instant)) <= 5;

-- Opens a session. p_wish: OpenSession as docs/openapi.json has it; p_tariff_id: the version in
-- force, NULL where there is none of that name. Outcomes: 'done' and 'replayed' with the session;
-- unknown-tariff, and those of claim_key and lock_seat; 'request-in-flight'.
CREATE FUNCTION open_session(p_location_id integer, p_key text, p_fingerprint bytea,
                             p_staff_id uuid, p_wish jsonb, p_tariff_id uuid,
                             p_started_at timestamptz, p_schedule text,
                             p_schedule_until timestamptz, p_correlation_id text,
                             OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_id     uuid := uuid_v7();
    v_people integer := p_wish ->> 'people';
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, 'session-open', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF p_tariff_id IS NULL THEN
        outcome := 'unknown-tariff';
        answer := json_strip_nulls(json_build_object('tariff', p_wish ->> 'tariff'));
        RETURN;
    ELSIF NOT is_present(p_started_at) THEN
        outcome := 'request-in-flight';
        RETURN;
    END IF;

    LOOP
        SELECT c.outcome, c.answer INTO outcome, answer
          FROM lock_seat(p_location_id, p_wish ->> 'seat', v_people, NULL) AS c;
        IF outcome IS NOT NULL THEN
            RETURN;
        END IF;
        INSERT INTO coworking_sessions (location_id, id, seat, guest_name, people, tariff,
                                        started_at, schedule, schedule_until, opened_by)
        VALUES (p_location_id, v_id, p_wish ->> 'seat', p_wish ->> 'guestName', v_people,
                p_wish ->> 'tariff', p_started_at, p_schedule, p_schedule_until, p_staff_id)
            ON CONFLICT (seat, location_id) WHERE status = 'active' DO NOTHING;
        EXIT WHEN FOUND;   -- else somebody who takes no lock sat down in between: say who
    END LOOP;
    INSERT INTO session_stretches (location_id, session_id, stretch_no, from_at, seat, people,
                                   tariff_id, staff_id)
    VALUES (p_location_id, v_id, 1, p_started_at, p_wish ->> 'seat', v_people, p_tariff_id,
            p_staff_id);
    outcome := 'done';
    answer := tell_session(p_location_id, v_id, NULL, 'session.opened', p_key, 'session-open',
                           p_fingerprint, 201, p_correlation_id);
END
$$;

-- Changes people, seat or tariff from an instant on: the time is split there. p_wish: {people} or
-- {seat, tariff?}; p_tariff_id: the version from then on, NULL where there is none of that name.
-- Outcomes: 'done' and 'replayed' with the session; those of claim_key, lock_session and lock_seat;
-- unknown-tariff; 'request-in-flight'.
CREATE FUNCTION change_session(p_location_id integer, p_key text, p_operation text,
                               p_fingerprint bytea, p_staff_id uuid, p_session_id uuid,
                               p_wish jsonb, p_timing integer, p_at timestamptz, p_tariff_id uuid,
                               p_schedule text, p_schedule_until timestamptz,
                               p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_found   record;
    v_session coworking_sessions;
    v_seat    text;
    v_people  integer;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, p_operation, p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_found := lock_session(p_location_id, p_session_id, '{active}');
    outcome := v_found.outcome;
    answer := v_found.answer;
    v_session := v_found.session;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF p_tariff_id IS NULL THEN
        outcome := 'unknown-tariff';
        answer := json_strip_nulls(json_build_object('tariff', p_wish ->> 'tariff'));
        RETURN;
    ELSIF v_session.timing IS DISTINCT FROM p_timing OR NOT is_present(p_at) THEN
        outcome := 'request-in-flight';
        RETURN;
    END IF;
    v_seat := coalesce(p_wish ->> 'seat', v_session.seat);
    v_people := coalesce((p_wish ->> 'people')::integer, v_session.people);
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM lock_seat(p_location_id, v_seat, v_people, p_session_id) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    UPDATE coworking_sessions AS s
       SET seat = v_seat, people = v_people, tariff = coalesce(p_wish ->> 'tariff', s.tariff),
           schedule = p_schedule, schedule_until = p_schedule_until,
           timing = s.timing + 1, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    INSERT INTO session_stretches (location_id, session_id, stretch_no, from_at, seat, people,
                                   tariff_id, staff_id)
    SELECT p_location_id, p_session_id, max(t.stretch_no) + 1, p_at, v_seat, v_people, p_tariff_id,
           p_staff_id
      FROM session_stretches AS t
     WHERE t.location_id = p_location_id AND t.session_id = p_session_id;
    outcome := 'done';
    answer := tell_session(p_location_id, p_session_id, NULL,
                           CASE p_operation WHEN 'session-move' THEN 'session.moved'
                                            ELSE 'session.people-changed' END,
                           p_key, p_operation, p_fingerprint, 200, p_correlation_id);
END
$$;

-- Adds an extra at today's price and takes its stock. Outcomes: 'done' and 'replayed' with the
-- session; those of claim_key and lock_session; unknown-product, out-of-stock, too-many-extras.
CREATE FUNCTION add_extra(p_location_id integer, p_key text, p_fingerprint bytea, p_staff_id uuid,
                          p_session_id uuid, p_sku text, p_quantity integer,
                          p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    c_most    CONSTANT integer := 200;   -- as many as an order has lines
    v_id      uuid := uuid_v7();
    v_product record;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, 'session-extra', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM lock_session(p_location_id, p_session_id, '{active,awaiting-payment}') AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    IF (SELECT count(*) FROM session_extras AS e
         WHERE e.location_id = p_location_id AND e.session_id = p_session_id
           AND e.removed_at IS NULL) >= c_most THEN
        outcome := 'too-many-extras';
        answer := json_strip_nulls(json_build_object('most', c_most));
        RETURN;
    END IF;

    -- Price and stock are of one instant: this statement reads, checks and takes.
    UPDATE products AS p
       SET stock = p.stock - p_quantity
     WHERE p.location_id = p_location_id AND p.sku = p_sku AND p.active
       AND (p.stock IS NULL OR p.stock >= p_quantity OR p.oversell_allowed)
    RETURNING p.id, p.sku, p.name, p.price, p.tax_rate_bp, p.stock IS NOT NULL AS counted
         INTO v_product;
    IF NOT FOUND THEN
        SELECT 'out-of-stock', json_strip_nulls(json_build_object('items', json_build_array(
                   json_build_object('sku', p.sku, 'asked', p_quantity, 'available', p.stock))))
          INTO outcome, answer
          FROM products AS p
         WHERE p.location_id = p_location_id AND p.sku = p_sku AND p.active;
        IF NOT FOUND THEN
            outcome := 'unknown-product';
            answer := json_strip_nulls(json_build_object('items', json_build_array(
                json_build_object('line', 1, 'sku', p_sku))));
        END IF;
        RETURN;
    END IF;
    IF v_product.counted THEN
        INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, staff_id)
        VALUES (p_location_id, v_id, v_product.id, 'extra', -p_quantity, p_staff_id);
    END IF;
    INSERT INTO session_extras (location_id, session_id, id, product_id, sku, name, quantity,
                                unit_price, tax_rate_bp, counted, added_at, added_by)
    VALUES (p_location_id, p_session_id, v_id, v_product.id, v_product.sku, v_product.name,
            p_quantity, v_product.price, v_product.tax_rate_bp, v_product.counted, room_now(),
            p_staff_id);
    UPDATE coworking_sessions AS s
       SET version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    outcome := 'done';
    answer := tell_session(p_location_id, p_session_id, v_id, 'session.extra-added', p_key,
                           'session-extra', p_fingerprint, 201, p_correlation_id);
END
$$;

-- Takes one extra, or (NULL) all, off a session that is locked, and gives back the stock that they
-- took. Says how many there were.
CREATE FUNCTION return_extras(p_location_id integer, p_session_id uuid, p_extra_id uuid,
                              p_staff_id uuid) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    v_taken    record;
    v_returned integer;
BEGIN
    FOR v_taken IN
        SELECT e.product_id, sum(e.quantity) AS quantity
          FROM session_extras AS e
         WHERE e.location_id = p_location_id AND e.session_id = p_session_id
           AND e.removed_at IS NULL AND (p_extra_id IS NULL OR e.id = p_extra_id) AND e.counted
         GROUP BY e.product_id
         ORDER BY e.product_id
    LOOP
        UPDATE products AS p
           SET stock = p.stock + v_taken.quantity
         WHERE p.location_id = p_location_id AND p.id = v_taken.product_id
           AND p.stock IS NOT NULL;
        IF FOUND THEN
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                         staff_id)
            VALUES (p_location_id, coalesce(p_extra_id, p_session_id), v_taken.product_id,
                    CASE WHEN p_extra_id IS NULL THEN 'cancel' ELSE 'extra-removed' END,
                    v_taken.quantity, p_staff_id);
        END IF;
    END LOOP;
    UPDATE session_extras AS e
       SET removed_at = room_now(), removed_by = p_staff_id
     WHERE e.location_id = p_location_id AND e.session_id = p_session_id
       AND e.removed_at IS NULL AND (p_extra_id IS NULL OR e.id = p_extra_id);
    GET DIAGNOSTICS v_returned = ROW_COUNT;
    RETURN v_returned;
END
$$;

-- Removes an extra; one that is gone already changes nothing. Outcomes: 'done' with the session;
-- not-found, and those of lock_session.
CREATE FUNCTION remove_extra(p_location_id integer, p_staff_id uuid, p_session_id uuid,
                             p_extra_id uuid, p_correlation_id text,
                             OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM lock_session(p_location_id, p_session_id, '{active,awaiting-payment}') AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF NOT EXISTS (SELECT FROM session_extras AS e
                       WHERE e.location_id = p_location_id AND e.session_id = p_session_id
                         AND e.id = p_extra_id) THEN
        outcome := 'not-found';
        RETURN;
    END IF;
    outcome := 'done';
    IF return_extras(p_location_id, p_session_id, p_extra_id, p_staff_id) = 0 THEN
        answer := session_json(p_location_id, p_session_id);
        RETURN;
    END IF;
    UPDATE coworking_sessions AS s
       SET version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    answer := tell_session(p_location_id, p_session_id, p_extra_id, 'session.extra-removed', NULL,
                           NULL, NULL, NULL, p_correlation_id);
END
$$;

-- Ends a session unpaid; the stock of its extras returns, and the audit book keeps what they were.
-- p_by: {name, register?, approvedBy}. Outcomes: 'done' and 'replayed' with the session; those of
-- claim_key and lock_session.
CREATE FUNCTION cancel_session(p_location_id integer, p_key text, p_fingerprint bytea,
                               p_staff_id uuid, p_session_id uuid, p_reason text, p_by jsonb,
                               p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_before text;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, 'session-cancel', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM lock_session(p_location_id, p_session_id, '{active,awaiting-payment}') AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_before := session_json(p_location_id, p_session_id);
    PERFORM return_extras(p_location_id, p_session_id, NULL, p_staff_id);
    UPDATE coworking_sessions AS s
       SET status = 'cancelled', ended_at = coalesce(s.ended_at, room_now()),
           ended_by = p_staff_id, cancel_reason = p_reason, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    outcome := 'done';
    answer := tell_session(p_location_id, p_session_id, NULL, 'session.cancelled', p_key,
                           'session-cancel', p_fingerprint, 200, p_correlation_id);
    INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity, entity_id,
                               before, after, register, approved_by, correlation_id)
    VALUES (p_location_id, gen_random_uuid(), p_staff_id, p_by ->> 'name', 'cancel',
            'coworking_sessions', p_session_id::text, v_before, answer, p_by ->> 'register',
            (p_by ->> 'approvedBy')::uuid, p_correlation_id);
END
$$;

DO $$
BEGIN
    IF to_regclass('parked_coworking_sessions') IS NOT NULL THEN
        INSERT INTO coworking_sessions (location_id, id, seat, guest_name, people, tariff, status,
                                        started_at, ended_at, schedule, schedule_until, charge,
                                        timing, version, opened_by, ended_by, cancel_reason,
                                        order_id)
        SELECT s.location_id, s.id, s.seat, s.guest_name, s.people, s.tariff, s.status,
               s.started_at, s.ended_at, s.schedule, s.schedule_until, s.charge,
               s.timing, s.version, s.opened_by, s.ended_by, s.cancel_reason, s.order_id
          FROM parked_coworking_sessions AS s
          JOIN seats AS t ON t.location_id = s.location_id AND t.code = s.seat;
        INSERT INTO session_stretches (location_id, session_id, stretch_no, from_at, seat, people,
                                       tariff_id, staff_id)
        SELECT p.location_id, p.session_id, p.stretch_no, p.from_at, p.seat, p.people,
               p.tariff_id, p.staff_id
          FROM parked_session_stretches AS p
          JOIN coworking_sessions AS s ON s.location_id = p.location_id AND s.id = p.session_id;
        INSERT INTO session_extras (location_id, session_id, id, product_id, sku, name, quantity,
                                    unit_price, tax_rate_bp, counted, added_at, added_by,
                                    removed_at, removed_by)
        SELECT p.location_id, p.session_id, p.id, p.product_id, p.sku, p.name, p.quantity,
               p.unit_price, p.tax_rate_bp, p.counted, p.added_at, p.added_by,
               p.removed_at, p.removed_by
          FROM parked_session_extras AS p
          JOIN coworking_sessions AS s ON s.location_id = p.location_id AND s.id = p.session_id;
        DROP TABLE parked_session_extras;
        DROP TABLE parked_session_stretches;
        DROP TABLE parked_coworking_sessions;
    END IF;
END
$$;
