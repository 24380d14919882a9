-- Somebody mistypes a PIN, signs in on a register and changes a product, which is in the book.
INSERT INTO pin_failures AS f (location_id, staff_id, origin, failures, locked_until)
VALUES (1, '01990000-0000-7000-8000-000000000002', '01990000-0000-7000-8000-00000000d001', 1, now())
    ON CONFLICT (location_id, staff_id, origin) DO UPDATE SET failures = f.failures + 1
RETURNING 'done' AS outcome;
INSERT INTO staff_sessions (location_id, id, staff_id, device_id, refresh_hash, refreshed_at,
                            expires_at)
VALUES (1, gen_random_uuid(), '01990000-0000-7000-8000-000000000002',
        '01990000-0000-7000-8000-00000000d001', repeat('a', 64), now(), now() + interval '1 hour')
RETURNING 'done' AS outcome;
INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity, entity_id, before,
                           after, register, approved_by, correlation_id)
VALUES (1, gen_random_uuid(), '01990000-0000-7000-8000-000000000001', 'Ana', 'change', 'products',
        'AGUA', '{}', '{}', 'R1', NULL, 'call-4')
RETURNING 'done' AS outcome;
UPDATE products SET version = version + 1
 WHERE location_id = 1 AND sku = 'AGUA'
RETURNING 'done' AS outcome;
