-- The doctor has looked. Run again, he looks again.
INSERT INTO examinations (examined_by, checked, orders, millis, findings)
VALUES ('4711@counter', 24, 3, 9, '[]')
    ON CONFLICT (one) DO UPDATE SET examined_at = excluded.examined_at;
