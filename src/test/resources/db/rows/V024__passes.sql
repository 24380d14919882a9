-- A product that is a pass of ten hours, and one of them that was used for an hour.
INSERT INTO pass_terms (location_id, product_id, valid_from, unit, amount, valid_days, counted)
SELECT location_id, id, '2026-01-01T06:00:00Z', 'minutes', 600, 30, 'from-purchase'
  FROM products
ON CONFLICT DO NOTHING;
INSERT INTO passes (location_id, order_id, line_no, pass_no, used, first_used_at)
SELECT location_id, id, 1, 1, 60, '2026-01-15T18:00:00Z'
  FROM orders
ON CONFLICT DO NOTHING;
INSERT INTO pass_uses (location_id, id, order_id, line_no, pass_no, amount, used_at, staff_id)
SELECT location_id, '01990000-0000-7000-8000-00000000f024', order_id, line_no, pass_no, 60,
       '2026-01-15T18:00:00Z', '01990000-0000-7000-8000-000000000001'
  FROM passes
ON CONFLICT DO NOTHING;
