-- Three sales, one of them taken back. Run again, the keys answer and nothing is sold twice.
SELECT create_order(1, 'second-sale', '\x02', '01990000-0000-7000-8000-000000000002',
    '{"register": "R1", "lines": [{"sku": "LATTE", "quantity": 2},
                                  {"sku": "AGUA", "quantity": 1, "discount": {"amount": 1}}],
      "discount": {"percentBp": 1000}, "tip": {"percentBp": 1000},
      "tenders": [{"method": "cash", "received": 20000}]}', 'c-2');
SELECT create_order(1, 'third-sale', '\x03', '01990000-0000-7000-8000-000000000002',
    '{"register": "R2", "lines": [{"sku": "PASE-DIA", "quantity": 1}], "customerName": "Zoë",
      "tenders": [{"method": "card", "amount": 100, "reference": "4242"}, {"method": "cash"}]}',
    'c-3');
SELECT create_order(1, 'fourth-sale', '\x04', '01990000-0000-7000-8000-000000000001',
    '{"register": "R1", "lines": [{"sku": "AGUA", "quantity": 3}],
      "tenders": [{"method": "transfer", "reference": "SPEI 1"}]}', NULL);
SELECT void_order(1, 'fourth-back', '\x05', '01990000-0000-7000-8000-000000000001', o.id,
                  'se equivocó', 'c-4')
  FROM orders AS o
 WHERE o.location_id = 1 AND o.key = 'fourth-sale';
