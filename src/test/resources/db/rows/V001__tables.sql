-- A morning at the counter, before there was a function to sell with. May be run again.
INSERT INTO staff (location_id, id, username, name, role, password_hash)
VALUES (1, '01990000-0000-7000-8000-000000000001', 'ana', 'Ana Peña', 'admin', 'argon2…'),
       (1, '01990000-0000-7000-8000-000000000002', 'luis', 'Luis', 'cashier', 'argon2…')
    ON CONFLICT DO NOTHING;

INSERT INTO staff_sessions (location_id, id, staff_id, created_at, expires_at, ended_at)
VALUES (1, '01990000-0000-7000-8000-000000000011', '01990000-0000-7000-8000-000000000001',
        '2026-01-15T15:00Z', '2026-01-16T03:00Z', NULL),
       (1, '01990000-0000-7000-8000-000000000012', '01990000-0000-7000-8000-000000000002',
        '2026-01-15T15:00Z', '2026-01-16T03:00Z', '2026-01-15T23:00Z')
    ON CONFLICT DO NOTHING;

INSERT INTO products (location_id, id, sku, barcode, name, category, price, tax_rate_bp, stock,
                      oversell_allowed, active)
VALUES (1, '01990000-0000-7000-8000-000000000021', 'LATTE', NULL, 'Café latte', 'coffee', 5500,
        1600, 38, false, true),
       (1, '01990000-0000-7000-8000-000000000022', 'AGUA', '7501055300075', 'Agua 600 ml', 'food',
        2000, 0, 12, true, true),
       (1, '01990000-0000-7000-8000-000000000023', 'PASE-DIA', NULL, 'Pase de día', 'passes',
        18000, 1600, NULL, false, true),
       (1, '01990000-0000-7000-8000-000000000024', 'VIEJO', NULL, 'Ya no se vende', 'food', 1,
        1600, 0, false, false)
    ON CONFLICT DO NOTHING;

INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, reason, staff_id)
VALUES (1, '01990000-0000-7000-8000-000000000031', '01990000-0000-7000-8000-000000000021',
        'initial', 40, NULL, NULL),
       (1, '01990000-0000-7000-8000-000000000041', '01990000-0000-7000-8000-000000000021',
        'sale', -2, NULL, '01990000-0000-7000-8000-000000000001'),
       (1, '01990000-0000-7000-8000-000000000032', '01990000-0000-7000-8000-000000000022',
        'initial', 10, NULL, NULL),
       (1, '01990000-0000-7000-8000-000000000033', '01990000-0000-7000-8000-000000000022',
        'adjustment', 2, 'conteo', '01990000-0000-7000-8000-000000000001')
    ON CONFLICT DO NOTHING;

INSERT INTO orders (location_id, id, key, register, receipt_number, currency, prices_include_tax,
                    subtotal, discount, tax, tip, total, customer_name, note, placed_by)
VALUES (1, '01990000-0000-7000-8000-000000000041', 'first-sale', 'R1', 1, 'MXN', true,
        11000, 0, 1517, 1100, 12100, 'Señor Núñez', 'sin azúcar',
        '01990000-0000-7000-8000-000000000001')
    ON CONFLICT DO NOTHING;
UPDATE registers
   SET last_receipt_number = greatest(last_receipt_number, 1)
 WHERE location_id = 1 AND code = 'R1';
INSERT INTO order_lines (location_id, order_id, line_no, product_id, sku, name, quantity,
                         unit_price, discount, order_discount, tax_rate_bp, tax, total)
VALUES (1, '01990000-0000-7000-8000-000000000041', 1, '01990000-0000-7000-8000-000000000021',
        'LATTE', 'Café latte', 2, 5500, 0, 0, 1600, 1517, 11000)
    ON CONFLICT DO NOTHING;
INSERT INTO order_tenders (location_id, order_id, tender_no, method, amount, received, reference)
VALUES (1, '01990000-0000-7000-8000-000000000041', 1, 'card', 2100, NULL, '4242'),
       (1, '01990000-0000-7000-8000-000000000041', 2, 'cash', 10000, 20000, NULL)
    ON CONFLICT DO NOTHING;
INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                              resource_id, created_at, expires_at)
VALUES (1, 'first-sale', 'order', '\x00ff', 201,
        '{"id":"01990000-0000-7000-8000-000000000041","key":"first-sale","total":12100}',
        '01990000-0000-7000-8000-000000000041', '2026-01-15T16:00Z', '2026-02-14T16:00Z')
    ON CONFLICT DO NOTHING;
INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
VALUES (1, '01990000-0000-7000-8000-000000000051', 'orders', 'order.placed',
        '01990000-0000-7000-8000-000000000041',
        '{"id":"01990000-0000-7000-8000-000000000041","key":"first-sale","total":12100}', 'c-1')
    ON CONFLICT DO NOTHING;
