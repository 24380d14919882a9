-- V050: the sessions that screens show, without reading the years before.
-- Beside N-1: an index only.
-- Lock: SHARE UPDATE EXCLUSIVE on coworking_sessions while it is built: everybody writes on.

-- Runs outside of a transaction: a start that was killed half way leaves it, perhaps invalid.
DROP INDEX CONCURRENTLY IF EXISTS coworking_sessions_open;
CREATE INDEX CONCURRENTLY IF NOT EXISTS coworking_sessions_open
    ON coworking_sessions (started_at, id, location_id)
    WHERE status IN ('active', 'awaiting-payment');
