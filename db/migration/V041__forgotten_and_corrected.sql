-- V041: sessions that somebody forgot, and figures that were wrong: an alert after a set time, the
-- end at the closing time, steps that are sent anew before they run out, and corrections.
-- Beside N-1: new tables, nullable columns and one with a default, which it leaves alone;
-- session_json says more.
-- Lock: ACCESS EXCLUSIVE on coworking_sessions for the columns, catalogue only, no scan.
--
-- Any number of instances look after the room; each deed locks its session and asks whether it is
-- still to be done, so that it is done once, whoever looks, and again later if nobody could.

-- What a location wants to be done by itself; nothing where it has no row.
CREATE TABLE room_settings (
    location_id         integer     NOT NULL,
    alert_after_minutes integer,
    closing             jsonb       NOT NULL,   -- {"monday": "22:00", …}, by the shop's clock
    changed_at          timestamptz NOT NULL,   -- nothing is closed for a time before it
    CONSTRAINT room_settings_pkey PRIMARY KEY (location_id),
    CONSTRAINT room_settings_location_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT room_settings_alert_bounds CHECK (alert_after_minutes BETWEEN 1 AND 10080)
);

-- What a figure was, what it became, and why; never changed, never deleted.
CREATE TABLE session_corrections (
    location_id  integer     NOT NULL,
    session_id   uuid        NOT NULL,
    id           uuid        NOT NULL,
    corrected_at timestamptz NOT NULL,
    staff_id     uuid        NOT NULL,
    approved_by  uuid        NOT NULL,
    reason       text        NOT NULL,
    before       text        NOT NULL,   -- JSON: startedAt, endedAt, amount of the time
    after        text        NOT NULL,
    CONSTRAINT session_corrections_pkey PRIMARY KEY (location_id, session_id, id)
);

ALTER TABLE coworking_sessions
    ADD COLUMN overdue_at timestamptz,                        -- since when somebody should look
    ADD COLUMN auto_ended boolean     NOT NULL DEFAULT false, -- by the closing time
    ADD COLUMN amount     bigint;                             -- of the time, where it was corrected

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
        'overdueSince', rfc3339(s.overdue_at),
        'autoEnded', CASE WHEN s.auto_ended THEN true END,
        'corrections', (SELECT json_agg(json_build_object(
                               'correctedAt', rfc3339(c.corrected_at), 'correctedBy', c.staff_id,
                               'approvedBy', c.approved_by, 'reason', c.reason,
                               'before', c.before::json, 'after', c.after::json)
                               ORDER BY c.corrected_at, c.id)
                          FROM session_corrections AS c
                         WHERE c.location_id = p_location_id AND c.session_id = p_session_id),
        'openedBy', s.opened_by, 'endedBy', s.ended_by, 'cancelReason', s.cancel_reason,
        'orderId', s.order_id, 'version', s.version))::text
      FROM coworking_sessions AS s
      JOIN locations AS l ON l.id = s.location_id
     WHERE s.location_id = p_location_id AND s.id = p_session_id);
END
$$;

-- Says of each session that is there for longer than its location wants: 'session.overdue'. Counts
-- what is there.
CREATE FUNCTION watch_room(OUT flagged bigint, OUT active bigint, OUT overdue bigint,
                           OUT awaiting bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_late record;
BEGIN
    flagged := 0;
    FOR v_late IN
        SELECT s.location_id, s.id,
               s.started_at + make_interval(mins => r.alert_after_minutes) AS since
          FROM room_settings AS r
          JOIN coworking_sessions AS s ON s.location_id = r.location_id
         WHERE s.status = 'active' AND s.overdue_at IS NULL
           AND s.started_at + make_interval(mins => r.alert_after_minutes) <= room_now()
         ORDER BY s.location_id, s.id
           FOR NO KEY UPDATE OF s SKIP LOCKED
    LOOP
        UPDATE coworking_sessions AS s
           SET overdue_at = v_late.since, version = s.version + 1
         WHERE s.location_id = v_late.location_id AND s.id = v_late.id;
        PERFORM tell_session(v_late.location_id, v_late.id, NULL, 'session.overdue', NULL, NULL,
                             NULL, NULL, NULL);
        flagged := flagged + 1;
    END LOOP;
    SELECT count(*) FILTER (WHERE s.status = 'active'),
           count(*) FILTER (WHERE s.status = 'active' AND s.overdue_at IS NOT NULL),
           count(*) FILTER (WHERE s.status = 'awaiting-payment')
      INTO active, overdue, awaiting
      FROM coworking_sessions AS s
     WHERE s.status IN ('active', 'awaiting-payment');
END
$$;

-- What is to be done about active sessions: with closing_at, end them as of then; without, send
-- steps that reach further. A closing time is one of the location's days after the session began
-- and after the setting was made; the first of them counts, however late somebody looks.
CREATE FUNCTION room_duties()
RETURNS TABLE (location_id integer, session_id uuid, closing_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.location_id, s.id, CASE WHEN c.closing_at <= room_now() THEN c.closing_at END
      FROM coworking_sessions AS s
      JOIN locations AS l ON l.id = s.location_id
      LEFT JOIN LATERAL (
           SELECT min(t.closing_at) AS closing_at
             FROM room_settings AS r
            CROSS JOIN generate_series(0, 8) AS d (days)
            CROSS JOIN LATERAL (
                  SELECT (greatest(s.started_at, r.changed_at) AT TIME ZONE l.time_zone)::date
                         + d.days AS day) AS on_day
            CROSS JOIN LATERAL (
                  SELECT (on_day.day + (r.closing ->> to_char(on_day.day, 'FMday'))::time)
                         AT TIME ZONE l.time_zone AS closing_at) AS t
            WHERE r.location_id = s.location_id
              AND t.closing_at > greatest(s.started_at, r.changed_at)) AS c ON true
     WHERE s.status = 'active'
       AND (c.closing_at <= room_now() OR s.schedule_until <= room_now() + interval '10 minutes')
     ORDER BY c.closing_at <= room_now() DESC NULLS LAST, s.schedule_until, s.location_id, s.id
     LIMIT 500;
END
$$;

-- Stops a forgotten clock as of p_at, flagged; whether it was still running as p_timing has it.
CREATE FUNCTION end_forgotten(p_location_id integer, p_session_id uuid, p_timing integer,
                              p_at timestamptz, p_charge text) RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    UPDATE coworking_sessions AS s
       SET status = 'awaiting-payment', ended_at = p_at, charge = p_charge, auto_ended = true,
           timing = s.timing + 1, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id AND s.status = 'active'
       AND s.timing = p_timing;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM tell_session(p_location_id, p_session_id, NULL, 'session.finished', NULL, NULL, NULL,
                         NULL, NULL);
    RETURN true;
END
$$;

-- Sends steps that reach further than those that are there; whether that was so.
CREATE FUNCTION reschedule_session(p_location_id integer, p_session_id uuid, p_timing integer,
                                   p_schedule text, p_schedule_until timestamptz)
RETURNS boolean
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
BEGIN
    UPDATE coworking_sessions AS s
       SET schedule = p_schedule, schedule_until = p_schedule_until, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id AND s.status = 'active'
       AND s.timing = p_timing AND s.schedule_until < p_schedule_until;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM tell_session(p_location_id, p_session_id, NULL, 'session.rescheduled', NULL, NULL,
                         NULL, NULL, NULL);
    RETURN true;
END
$$;

-- What a correction changes, as it is kept.
CREATE FUNCTION figures(p_started_at timestamptz, p_ended_at timestamptz, p_charge text)
RETURNS text
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT json_strip_nulls(json_build_object(
               'startedAt', rfc3339(p_started_at), 'endedAt', rfc3339(p_ended_at),
               'amount', p_charge::json -> 'amount'))::text
$$;

-- Puts figures of a session that is not paid yet right, and keeps what they were. p_wish:
-- CorrectSession as docs/openapi.json has it; p_by: {name, register?, approvedBy}; the rest: what
-- comes of it, as the server computed it at p_now. Outcomes: 'done' and 'replayed' with the
-- session; those of claim_key and lock_session; 'impossible-times'; 'request-in-flight'.
CREATE FUNCTION correct_session(p_location_id integer, p_key text, p_fingerprint bytea,
                                p_staff_id uuid, p_session_id uuid, p_wish jsonb, p_by jsonb,
                                p_timing integer, p_now timestamptz, p_started_at timestamptz,
                                p_ended_at timestamptz, p_schedule text,
                                p_schedule_until timestamptz, p_charge text,
                                p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_found   record;
    v_session coworking_sessions;
    v_before  text;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_session_key(p_location_id, p_key, 'session-correct', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_found := lock_session(p_location_id, p_session_id, '{active,awaiting-payment}');
    outcome := v_found.outcome;
    answer := v_found.answer;
    v_session := v_found.session;
    IF outcome IS NOT NULL THEN
        RETURN;
    ELSIF v_session.timing IS DISTINCT FROM p_timing OR NOT is_present(p_now) THEN
        outcome := 'request-in-flight';
        RETURN;
    ELSIF p_started_at > coalesce(p_ended_at, p_now) OR p_ended_at > p_now THEN
        outcome := 'impossible-times';
        answer := json_strip_nulls(json_build_object(
            'startedAt', rfc3339(p_started_at), 'endedAt', rfc3339(p_ended_at),
            'now', rfc3339(p_now)));
        RETURN;
    END IF;
    v_before := session_json(p_location_id, p_session_id);
    INSERT INTO session_corrections (location_id, session_id, id, corrected_at, staff_id,
                                     approved_by, reason, before, after)
    SELECT p_location_id, p_session_id, uuid_v7(), p_now, p_staff_id,
           (p_by ->> 'approvedBy')::uuid, p_wish ->> 'reason',
           figures(v_session.started_at, v_session.ended_at, v_session.charge),
           figures(p_started_at, p_ended_at, p_charge);
    UPDATE coworking_sessions AS s
       SET started_at = p_started_at, ended_at = p_ended_at,
           status = CASE WHEN p_ended_at IS NULL THEN 'active' ELSE 'awaiting-payment' END,
           ended_by = CASE WHEN s.status = 'active' AND p_ended_at IS NOT NULL THEN p_staff_id
                           ELSE s.ended_by END,
           amount = (p_wish ->> 'amount')::bigint, charge = p_charge, schedule = p_schedule,
           schedule_until = p_schedule_until,
           overdue_at = CASE WHEN p_started_at <= s.started_at THEN s.overdue_at END,
           timing = s.timing + 1, version = s.version + 1
     WHERE s.location_id = p_location_id AND s.id = p_session_id;
    outcome := 'done';
    answer := tell_session(p_location_id, p_session_id, NULL, 'session.corrected', p_key,
                           'session-correct', p_fingerprint, 200, p_correlation_id);
    INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity, entity_id,
                               before, after, register, approved_by, correlation_id)
    VALUES (p_location_id, gen_random_uuid(), p_staff_id, p_by ->> 'name', 'correct',
            'coworking_sessions', p_session_id::text, v_before, answer, p_by ->> 'register',
            (p_by ->> 'approvedBy')::uuid, p_correlation_id);
END
$$;

DO $$
BEGIN
    IF to_regclass('parked_room_settings') IS NOT NULL THEN
        INSERT INTO room_settings (location_id, alert_after_minutes, closing, changed_at)
        SELECT location_id, alert_after_minutes, closing, changed_at
          FROM parked_room_settings
         WHERE location_id IN (SELECT id FROM locations);
        INSERT INTO session_corrections (location_id, session_id, id, corrected_at, staff_id,
                                         approved_by, reason, before, after)
        SELECT location_id, session_id, id, corrected_at, staff_id, approved_by, reason, before,
               after
          FROM parked_session_corrections;
        UPDATE coworking_sessions AS s
           SET overdue_at = p.overdue_at, auto_ended = p.auto_ended, amount = p.amount
          FROM parked_session_flags AS p
         WHERE p.location_id = s.location_id AND p.id = s.id;
        DROP TABLE parked_room_settings, parked_session_corrections, parked_session_flags;
    ELSE
        INSERT INTO room_settings (location_id, alert_after_minutes, closing, changed_at)
        SELECT id, 480, '{}', room_now() FROM locations WHERE code = 'main';
    END IF;
END
$$;
