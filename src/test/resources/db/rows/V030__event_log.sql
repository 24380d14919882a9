-- Two events with their numbers; what waits in outbox stays there.
INSERT INTO topics (location_id, topic, last_seq)
VALUES (1, 'catalog', 2)
ON CONFLICT DO NOTHING;
INSERT INTO events (location_id, topic, seq, position, id, type, entity_id, data, correlation_id,
                    at, sequenced_at)
VALUES (1, 'catalog', 1, 1, '01990000-0000-7000-8000-00000000e001', 'product.created',
        '01990000-0000-7000-8000-00000000f001', '{}', 'c-9', now(), now()),
       (1, 'catalog', 2, 2, NULL, 'stock.changed', '01990000-0000-7000-8000-00000000f001', '{}',
        NULL, now(), now())
ON CONFLICT DO NOTHING;
UPDATE event_log SET last_position = 2;
