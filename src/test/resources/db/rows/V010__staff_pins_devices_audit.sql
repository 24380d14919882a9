-- A register that was let in, a wrong PIN, and a change in the book.
INSERT INTO devices (location_id, id, kind, name, register, token_hash, enrolled_by)
VALUES (1, '01990000-0000-7000-8000-00000000d001', 'register', 'Barra', 'R1', 'abc',
        '01990000-0000-7000-8000-000000000001')
ON CONFLICT DO NOTHING;
INSERT INTO pin_failures (location_id, staff_id, origin, failures, locked_until)
SELECT location_id, id, '01990000-0000-7000-8000-00000000d001', 2, now()
  FROM staff
ON CONFLICT DO NOTHING;
INSERT INTO audit_entries (location_id, id, staff_name, action, entity, entity_id, after,
                           correlation_id)
VALUES (1, '01990000-0000-7000-8000-00000000a001', 'Ana', 'create', 'registers', 'R9', '{}', 'c-9')
ON CONFLICT DO NOTHING;
