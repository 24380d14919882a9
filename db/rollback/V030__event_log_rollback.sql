-- V030 rollback. Loses source_id and written_at of events that have no number yet: they wait in
-- outbox, where there are none a moment after the last sale. The numbered events and their numbers
-- are kept beside, as parked_events, parked_topics and parked_event_log. Screens of the release
-- that needs V030 stand still meanwhile.
-- Run when no instance of the release that needs V030 is left.
DROP FUNCTION prune_events(timestamptz, integer);
DROP FUNCTION sequence_events(integer);
DROP FUNCTION renew_epochs();
DROP FUNCTION cluster_identity();
DROP VIEW all_events;
ALTER TABLE events RENAME TO parked_events;
ALTER TABLE parked_events RENAME CONSTRAINT events_pkey TO parked_events_pkey;
ALTER TABLE parked_events
    RENAME CONSTRAINT events_position_key TO parked_events_position_key;
ALTER TABLE topics RENAME TO parked_topics;
ALTER TABLE parked_topics RENAME CONSTRAINT topics_pkey TO parked_topics_pkey;
ALTER TABLE event_log RENAME TO parked_event_log;
ALTER TABLE parked_event_log RENAME CONSTRAINT event_log_pkey TO parked_event_log_pkey;
ALTER TABLE parked_event_log
    RENAME CONSTRAINT event_log_one_row TO parked_event_log_one_row;
ALTER TABLE outbox RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,
                          autovacuum_vacuum_insert_threshold, vacuum_truncate);
ALTER TABLE outbox
    ALTER COLUMN id DROP DEFAULT,
    DROP COLUMN source_id,
    DROP COLUMN written_at;
