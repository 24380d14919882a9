-- The sequencer numbers what was committed, and the screens' reader reads on.
SELECT CASE WHEN moved >= 0 AND derived >= 0 THEN 'done' END AS outcome, more
  FROM sequence_events(500);
SELECT CASE WHEN count(e.position) > 0 THEN 'done' END AS outcome
  FROM event_log AS g
  LEFT JOIN LATERAL (
       SELECT e.location_id, e.topic, e.position, e.seq, e.type, e.at, e.data, e.correlation_id
         FROM events AS e
        WHERE e.position > 0
        ORDER BY e.position
        LIMIT 100) AS e ON true
  LEFT JOIN locations AS l ON l.id = e.location_id;
SELECT CASE WHEN g.last_position > 0 AND t.last_seq > 0 THEN 'done' END AS outcome, t.topic
  FROM event_log AS g
  LEFT JOIN topics AS t ON true;
-- The counter sells on.
SELECT outcome
  FROM create_order(1, 'next sale :step', '\x03', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 1}],
      "tenders": [{"method": "card"}]}'::jsonb, 'call-30');
