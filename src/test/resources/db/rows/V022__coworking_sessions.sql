-- Ana sits with a coffee; Luis was seated by mistake. Run again, the keys answer.
SELECT open_session(1, 'ana-sits', '\x21', '01990000-0000-7000-8000-000000000002',
    '{"seat": "M1", "guestName": "Ana", "people": 1, "tariff": "hourly"}',
    (SELECT id FROM tariffs WHERE location_id = 1 AND code = 'hourly' LIMIT 1), room_now(),
    '[{"fromMinute":0,"amount":5800}]', room_now() + interval '1 day', 'c-21');
INSERT INTO session_extras (location_id, session_id, id, product_id, sku, name, quantity,
                            unit_price, tax_rate_bp, counted, added_at, added_by)
SELECT 1, s.id, '01990000-0000-7000-8000-000000000061', '01990000-0000-7000-8000-000000000023',
       'PASE-DIA', 'Pase de día', 1, 18000, 1600, false, room_now(), s.opened_by
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Ana' AND s.status = 'active'
    ON CONFLICT DO NOTHING;
SELECT open_session(1, 'luis-sits', '\x23', '01990000-0000-7000-8000-000000000002',
    '{"seat": "M2", "guestName": "Luis", "people": 2, "tariff": "hourly"}',
    (SELECT id FROM tariffs WHERE location_id = 1 AND code = 'hourly' LIMIT 1), room_now(),
    '[{"fromMinute":0,"amount":5800}]', room_now() + interval '1 day', 'c-23');
SELECT cancel_session(1, 'luis-leaves', '\x24', '01990000-0000-7000-8000-000000000001', s.id,
                      'se equivocó', '{"name": "Ana Peña"}', 'c-24')
  FROM coworking_sessions AS s
 WHERE s.location_id = 1 AND s.guest_name = 'Luis' AND s.status = 'active';
