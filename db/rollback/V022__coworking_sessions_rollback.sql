-- V022 rollback. Loses nothing: sessions, their stretches and extras are kept beside, as parked_…,
-- until V022 is back. Stock that extras took stays taken, as stock_movements say.
-- Run when no instance of the release that needs V022 is left.
DROP FUNCTION cancel_session(integer, text, bytea, uuid, uuid, text, jsonb, text);
DROP FUNCTION remove_extra(integer, uuid, uuid, uuid, text);
DROP FUNCTION return_extras(integer, uuid, uuid, uuid);
DROP FUNCTION add_extra(integer, text, bytea, uuid, uuid, text, integer, text);
DROP FUNCTION change_session(integer, text, text, bytea, uuid, uuid, jsonb, integer, timestamptz,
                             uuid, text, timestamptz, text);
DROP FUNCTION open_session(integer, text, bytea, uuid, jsonb, uuid, timestamptz, text,
                           timestamptz, text);
DROP FUNCTION is_present(timestamptz);
DROP FUNCTION lock_seat(integer, text, integer, uuid);
DROP FUNCTION lock_session(integer, uuid, text[]);
DROP FUNCTION tell_session(integer, uuid, uuid, text, text, text, bytea, integer, text);
DROP FUNCTION claim_session_key(integer, text, text, bytea);
DROP FUNCTION coworking_snapshot(integer);
DROP FUNCTION session_json(integer, uuid);
CREATE TABLE parked_session_extras AS TABLE session_extras;
CREATE TABLE parked_session_stretches AS TABLE session_stretches;
CREATE TABLE parked_coworking_sessions AS TABLE coworking_sessions;
DROP TABLE session_extras;
DROP TABLE session_stretches;
DROP TABLE coworking_sessions;
DROP FUNCTION room_now();
