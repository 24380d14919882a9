-- A guest gets the money for one of two bottles back.
SELECT outcome
  FROM create_order(1, 'two :step', '\x4f', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 2}],
      "tenders": [{"method": "card"}]}'::jsonb, 'call-20');
SELECT outcome
  FROM refund_order(1, 'one back :step', '\x50', '01990000-0000-7000-8000-000000000002',
    (SELECT id FROM orders WHERE location_id = 1 AND key = 'two :step'),
    '{"register": "R4", "lines": [{"line": 1, "quantity": 1}], "reason": "frío"}'::jsonb,
    '{"name": "Luis", "approvedBy": "01990000-0000-7000-8000-000000000001"}'::jsonb, 'call-21');
