-- A desk, a table for two, and a room that is being painted.
INSERT INTO seats (location_id, code, kind, name, capacity, active)
VALUES (1, 'M1', 'desk', 'Mesa 1', 1, true),
       (1, 'M2', 'table', 'Mesa 2', 2, true),
       (1, 'SALA', 'room', 'Sala de juntas', 8, false)
    ON CONFLICT DO NOTHING;
