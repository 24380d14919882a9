-- V081 rollback. Loses nothing.
-- Run when no instance of the release that needs V081 is left.
DROP FUNCTION trace(integer, text);
