-- V041 rollback. Loses nothing: settings, corrections and flags are kept beside, as parked_….
-- Figures that were corrected stay so, except an amount of the time, which is computed again.
-- Run when no instance of the release that needs V041 is left.
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

DROP FUNCTION correct_session(integer, text, bytea, uuid, uuid, jsonb, jsonb, integer, timestamptz,
                              timestamptz, timestamptz, text, timestamptz, text, text);
DROP FUNCTION figures(timestamptz, timestamptz, text);
DROP FUNCTION reschedule_session(integer, uuid, integer, text, timestamptz);
DROP FUNCTION end_forgotten(integer, uuid, integer, timestamptz, text);
DROP FUNCTION room_duties();
DROP FUNCTION watch_room();
CREATE TABLE parked_session_flags AS
SELECT location_id, id, overdue_at, auto_ended, amount
  FROM coworking_sessions
 WHERE overdue_at IS NOT NULL OR auto_ended OR amount IS NOT NULL;
CREATE TABLE parked_session_corrections AS TABLE session_corrections;
CREATE TABLE parked_room_settings AS TABLE room_settings;
ALTER TABLE coworking_sessions
    DROP COLUMN overdue_at,
    DROP COLUMN auto_ended,
    DROP COLUMN amount;
DROP TABLE session_corrections;
DROP TABLE room_settings;
