-- V051 rollback. Loses nothing: functions that read.
-- Run when no instance of the release that needs V051 is left.
DROP FUNCTION topic_snapshot(integer, text);
DROP FUNCTION catalog_state(integer);
DROP FUNCTION orders_state(integer);
DROP FUNCTION coworking_state(integer);
DROP FUNCTION digest_of(text);
