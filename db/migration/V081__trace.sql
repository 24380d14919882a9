-- V081: a database session says which request it works for: who looks into pg_stat_activity, or
-- has %a in log_line_prefix, sees the correlation id behind a lock or a slow statement.
-- Beside N-1: a new function, which it does not know.
-- Lock: none.

-- Adds the correlation id to application_name until the transaction ends, and returns the location
-- unchanged: written as FROM trace(…) AS here (location_id), some_deed(here.location_id, …) it
-- comes before the deed and costs no round trip. NAMEDATALEN leaves room for 63 bytes in all.
CREATE FUNCTION trace(p_location_id integer, p_correlation_id text) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('application_name',
                       left(current_setting('application_name') || ' ' || p_correlation_id, 63),
                       true);
    RETURN p_location_id;
END
$$;
