-- Leo's bill was wrong by an hour; the room closes at ten. Run again, the keys answer.
INSERT INTO room_settings (location_id, alert_after_minutes, closing, changed_at)
SELECT id, 480, '{"friday": "22:00"}', room_now() FROM locations
    ON CONFLICT DO NOTHING;
SELECT correct_session(1, 'leo-came-later', '\x41', '01990000-0000-7000-8000-000000000001', s.id,
    '{"amount": 4000, "reason": "invitado"}',
    '{"name": "Ana Peña", "approvedBy": "01990000-0000-7000-8000-000000000001"}', s.timing,
    room_now(), s.started_at, s.ended_at, s.schedule, s.schedule_until,
    '{"amount":4000,"minutes":0,"lines":[]}', 'c-41')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Leo';
