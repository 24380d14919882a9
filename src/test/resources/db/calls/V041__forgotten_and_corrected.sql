-- The room is watched, and a manager corrects what somebody is charged.
SELECT CASE WHEN active >= 0 THEN 'done' END AS outcome FROM watch_room();
SELECT CASE WHEN count(*) >= 0 THEN 'done' END AS outcome FROM room_duties();
INSERT INTO seats (location_id, code, kind, name, capacity, active)
VALUES (1, 'CALL-4', 'desk', 'Mesa', 1, true)
    ON CONFLICT DO NOTHING;
SELECT outcome
  FROM open_session(1, 'late :step', '\x41', '01990000-0000-7000-8000-000000000002',
    '{"seat": "CALL-4", "guestName": "Late :step", "people": 1, "tariff": "hourly"}'::jsonb,
    tariff_in_force(1, 'hourly', room_now()), room_now(), '[{"fromMinute":0,"amount":5800}]',
    room_now() + interval '1 day', 'call-16');
SELECT deed.outcome
  FROM coworking_sessions AS s,
       finish_session(1, 'up :step', '\x42', '01990000-0000-7000-8000-000000000002', s.id,
    s.timing, room_now(), '{"amount":5800,"minutes":0,"lines":[{"tariff":"hourly",'
    '"name":"Coworking por hora","taxRateBp":1600,"minutes":0,"amount":5800,"parts":[]}]}',
    'call-17') AS deed
 WHERE s.guest_name = 'Late :step';
SELECT deed.outcome
  FROM coworking_sessions AS s,
       correct_session(1, 'correct :step', '\x43', '01990000-0000-7000-8000-000000000001', s.id,
    '{"amount": 4000, "reason": "invitado"}'::jsonb,
    '{"name": "Ana Peña", "approvedBy": "01990000-0000-7000-8000-000000000001"}'::jsonb, s.timing,
    room_now(), s.started_at, s.ended_at, s.schedule, s.schedule_until,
    '{"amount":4000,"minutes":0,"lines":[{"tariff":"hourly","name":"Coworking por hora",'
    '"taxRateBp":1600,"minutes":0,"amount":4000,"parts":[]}]}', 'call-18') AS deed
 WHERE s.guest_name = 'Late :step';
SELECT deed.outcome
  FROM coworking_sessions AS s,
       checkout_session(1, 'at last :step', '\x44', '01990000-0000-7000-8000-000000000002', s.id,
    '{"register": "R4", "tenders": [{"method": "card"}]}'::jsonb, s.timing, s.ended_at, s.charge,
    s.charge, '[]'::jsonb, 'call-19') AS deed
 WHERE s.guest_name = 'Late :step';
