-- A pass is bought, shown and used for an hour.
SELECT outcome
  FROM create_order(1, 'pass :step', '\x24', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "PASE-DIA", "quantity": 1}],
      "tenders": [{"method": "card"}]}'::jsonb, 'call-11');
SELECT outcome
  FROM use_pass(1, 'use :step', '\x25', '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM orders WHERE location_id = 1 AND key = 'pass :step'), 1, 1, 60, NULL);
SELECT CASE WHEN pass_json(1, id, 1, 1) IS NOT NULL THEN 'done' END AS outcome
  FROM orders
 WHERE location_id = 1 AND key = 'pass :step';
