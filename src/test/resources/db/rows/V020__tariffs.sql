-- A second version of the demonstration tariff, planned for later.
INSERT INTO tariffs (location_id, id, code, version, active, valid_from, rules)
SELECT location_id, '01990000-0000-7000-8000-00000000f002', code, 2, true,
       now() + interval '30 days', rules
  FROM tariffs
 WHERE code = 'hourly' AND version = 1
ON CONFLICT DO NOTHING;
