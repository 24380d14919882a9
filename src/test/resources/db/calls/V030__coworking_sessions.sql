-- A guest sits down, takes water, gives it back, moves and leaves without paying.
INSERT INTO seats (location_id, code, kind, name, capacity, active)
VALUES (1, 'CALL-1', 'desk', 'Mesa', 1, true), (1, 'CALL-2', 'table', 'Mesa', 4, true)
    ON CONFLICT DO NOTHING;
SELECT outcome
  FROM open_session(1, 'open :step', '\x21', '01990000-0000-7000-8000-000000000002',
    '{"seat": "CALL-1", "guestName": "Guest :step", "people": 1, "tariff": "hourly"}'::jsonb,
    tariff_in_force(1, 'hourly', room_now()), room_now(), '[{"fromMinute":0,"amount":5800}]',
    room_now() + interval '1 day', 'call-6');
SELECT outcome
  FROM add_extra(1, 'add :step', '\x22', '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM coworking_sessions WHERE guest_name = 'Guest :step'), 'AGUA', 1, 'call-7');
SELECT outcome
  FROM remove_extra(1, '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM coworking_sessions WHERE guest_name = 'Guest :step'),
    (SELECT e.id FROM session_extras AS e JOIN coworking_sessions AS s ON s.id = e.session_id
      WHERE s.guest_name = 'Guest :step'), 'call-8');
SELECT outcome
  FROM change_session(1, 'move :step', 'session-move', '\x23',
    '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM coworking_sessions WHERE guest_name = 'Guest :step'),
    '{"seat": "CALL-2"}'::jsonb,
    (SELECT timing FROM coworking_sessions WHERE guest_name = 'Guest :step'), room_now(),
    tariff_in_force(1, 'hourly', room_now()), '[{"fromMinute":0,"amount":5800}]',
    room_now() + interval '1 day', 'call-9');
SELECT CASE WHEN session_json(1, id) IS NOT NULL THEN 'done' END AS outcome
  FROM coworking_sessions
 WHERE guest_name = 'Guest :step';
SELECT outcome
  FROM cancel_session(1, 'cancel :step', '\x24', '01990000-0000-7000-8000-000000000001',
    (SELECT id FROM coworking_sessions WHERE guest_name = 'Guest :step'), 'error',
    '{"name": "Ana Peña"}'::jsonb, 'call-10');
