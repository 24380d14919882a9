-- V050 rollback. Loses nothing: an index.
-- Run when no instance of the release that needs V050 is left.
DROP INDEX coworking_sessions_open;
