-- A sale at another price, with a manager's consent.
SELECT outcome
  FROM create_order(1, 'cheap sale :step', '\x0b', '01990000-0000-7000-8000-000000000002',
    '{"register": "R4", "lines": [{"sku": "AGUA", "quantity": 1, "unitPrice": 500}],
      "tenders": [{"method": "card"}]}'::jsonb
    || '{"caller": {"role": "cashier", "name": "Luis",
         "approvedBy": "01990000-0000-7000-8000-000000000001"}}'::jsonb, 'call-5');
