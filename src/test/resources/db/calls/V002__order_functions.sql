-- A till quotes, sells, reads, asks by the key and voids.
SELECT outcome FROM quote_order(1,
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 2}]}'::jsonb);
SELECT outcome
  FROM create_order(1, 'sale :step', '\x02', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 2}, {"sku": "PASE-DIA",
      "quantity": 1, "discount": {"amount": 100}}], "discount": {"percentBp": 500},
      "tip": {"percentBp": 1000}, "tenders": [{"method": "cash", "received": 50000}]}'::jsonb,
    'call-1');
SELECT outcome
  FROM create_order(1, 'wrong sale :step', '\x03', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 1}],
      "tenders": [{"method": "card"}]}'::jsonb, 'call-2');
SELECT CASE WHEN order_json(location_id, resource_id) IS NOT NULL THEN 'done' END AS outcome
  FROM idempotency_keys
 WHERE location_id = 1 AND key = 'sale :step' AND operation = 'order';
SELECT outcome
  FROM void_order(1, 'void :step', '\x04', '01990000-0000-7000-8000-000000000001',
    (SELECT id FROM orders WHERE location_id = 1 AND key = 'wrong sale :step'), 'error', 'call-3');
