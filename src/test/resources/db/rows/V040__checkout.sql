-- Eva pays her time with a pass and takes a coffee; Leo's order is voided, so that he waits to pay.
-- Run again, the keys answer.
SELECT open_session(1, 'eva-sits', '\x31', '01990000-0000-7000-8000-000000000002',
    '{"seat": "M2", "guestName": "Eva", "people": 1, "tariff": "hourly"}',
    (SELECT id FROM tariffs WHERE location_id = 1 AND code = 'hourly' LIMIT 1), room_now(),
    '[{"fromMinute":0,"amount":5800}]', room_now() + interval '1 day', 'c-31');
SELECT add_extra(1, 'eva-drinks', '\x32', '01990000-0000-7000-8000-000000000002', s.id, 'LATTE',
                 1, 'c-32')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Eva';
SELECT checkout_session(1, 'eva-pays', '\x33', '01990000-0000-7000-8000-000000000002', s.id,
    '{"register": "R3", "tenders": [{"method": "card"}]}', s.timing, room_now(),
    '{"amount":5800,"minutes":0,"lines":[{"tariff":"hourly","name":"Coworking por hora",'
    '"taxRateBp":1600,"minutes":0,"amount":5800,"parts":[]}]}',
    '{"amount":0,"minutes":0,"lines":[{"tariff":"hourly","name":"Coworking por hora",'
    '"taxRateBp":1600,"minutes":0,"amount":0,"parts":[]}]}',
    (SELECT jsonb_agg(jsonb_build_object('pass', p.order_id || '.1.1', 'order', p.order_id,
                                         'line', p.line_no, 'number', p.pass_no, 'amount', 1))
       FROM (SELECT order_id, line_no, pass_no FROM passes
              WHERE used < 600 ORDER BY order_id LIMIT 1) AS p), 'c-33')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Eva';
SELECT open_session(1, 'leo-sits', '\x34', '01990000-0000-7000-8000-000000000002',
    '{"seat": "M2", "guestName": "Leo", "people": 1, "tariff": "hourly"}',
    (SELECT id FROM tariffs WHERE location_id = 1 AND code = 'hourly' LIMIT 1), room_now(),
    '[{"fromMinute":0,"amount":5800}]', room_now() + interval '1 day', 'c-34');
SELECT finish_session(1, 'leo-stands-up', '\x35', '01990000-0000-7000-8000-000000000002', s.id,
    s.timing, room_now(),
    '{"amount":5800,"minutes":0,"lines":[{"tariff":"hourly","name":"Coworking por hora",'
    '"taxRateBp":1600,"minutes":0,"amount":5800,"parts":[]}]}', 'c-35')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Leo';
SELECT checkout_session(1, 'leo-pays', '\x36', '01990000-0000-7000-8000-000000000002', s.id,
    '{"register": "R3", "tenders": [{"method": "cash", "received": 6000}]}', s.timing,
    s.ended_at, s.charge, s.charge, '[]', 'c-36')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Leo';
SELECT void_order(1, 'leo-is-charged-twice', '\x37', '01990000-0000-7000-8000-000000000001', o.id,
                  'con tarjeta', 'c-37')
  FROM orders AS o
 WHERE o.location_id = 1 AND o.key = 'leo-pays';
