-- A sale below the price, approved.
SELECT create_order(1, 'approved-sale', '\x0b', '01990000-0000-7000-8000-000000000002',
    '{"register": "R3", "lines": [{"sku": "LATTE", "quantity": 1, "unitPrice": 5000}],
      "tenders": [{"method": "card"}],
      "caller": {"role": "cashier", "name": "Luis",
                 "approvedBy": "01990000-0000-7000-8000-000000000001"}}', 'c-11');
