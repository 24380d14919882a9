-- A latte of yesterday's outage. Run again, the key answers.
SELECT create_order(1, 'sixth-sale', '\x51', '01990000-0000-7000-8000-000000000002',
    '{"register": "R2", "lines": [{"sku": "LATTE", "quantity": 1}],
      "soldAt": "2026-01-15T17:45:00Z", "soldBy": "01990000-0000-7000-8000-000000000001",
      "tenders": [{"method": "cash", "received": 6000}]}', 'c-90');
