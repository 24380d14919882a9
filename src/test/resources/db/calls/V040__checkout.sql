-- A guest takes a coffee's worth of water, stands up, and pays time and water.
INSERT INTO seats (location_id, code, kind, name, capacity, active)
VALUES (1, 'CALL-3', 'desk', 'Mesa', 1, true)
    ON CONFLICT DO NOTHING;
SELECT outcome
  FROM open_session(1, 'sit :step', '\x31', '01990000-0000-7000-8000-000000000002',
    '{"seat": "CALL-3", "guestName": "Payer :step", "people": 1, "tariff": "hourly"}'::jsonb,
    tariff_in_force(1, 'hourly', room_now()), room_now(), '[{"fromMinute":0,"amount":5800}]',
    room_now() + interval '1 day', 'call-12');
SELECT outcome
  FROM add_extra(1, 'drink :step', '\x32', '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM coworking_sessions WHERE guest_name = 'Payer :step'), 'AGUA', 1, 'call-13');
SELECT deed.outcome
  FROM coworking_sessions AS s,
       finish_session(1, 'stand :step', '\x33', '01990000-0000-7000-8000-000000000002', s.id,
    s.timing, room_now(), '{"amount":5800,"minutes":0,"lines":[{"tariff":"hourly",'
    '"name":"Coworking por hora","taxRateBp":1600,"minutes":0,"amount":5800,"parts":[]}]}',
    'call-14') AS deed
 WHERE s.guest_name = 'Payer :step';
SELECT deed.outcome
  FROM coworking_sessions AS s,
       checkout_session(1, 'pay :step', '\x34', '01990000-0000-7000-8000-000000000002', s.id,
    '{"register": "R4", "tenders": [{"method": "card"}]}'::jsonb, s.timing, s.ended_at, s.charge,
    s.charge, '[]'::jsonb, 'call-15') AS deed
 WHERE s.guest_name = 'Payer :step';
