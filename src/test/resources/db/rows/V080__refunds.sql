-- A sale of two lattes, one of which goes back with half of the tip. Run again, the keys answer.
SELECT create_order(1, 'fifth-sale', '\x4f', '01990000-0000-7000-8000-000000000002',
    '{"register": "R2", "lines": [{"sku": "LATTE", "quantity": 2}], "tip": {"amount": 600},
      "tenders": [{"method": "card", "reference": "4242"}]}', 'c-79');
SELECT refund_order(1, 'fifth-refund', '\x50', '01990000-0000-7000-8000-000000000002', o.id,
    '{"register": "R1", "lines": [{"line": 1, "quantity": 1}], "tip": 300, "reason": "frío"}',
    '{"name": "Luis", "approvedBy": "01990000-0000-7000-8000-000000000001"}', 'c-80')
  FROM orders AS o
 WHERE o.location_id = 1 AND o.key = 'fifth-sale';
