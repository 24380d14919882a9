-- V021: the seats of the coworking room: desks, tables and rooms, with how many people each takes.
-- Beside N-1: a new table, which it does not know.
-- Lock: SHARE ROW EXCLUSIVE on locations for the foreign key, catalogue only: the table is new.
CREATE TABLE seats (
    location_id integer     NOT NULL,
    code        text        NOT NULL,   -- for life: sessions name their seat by it
    kind        text        NOT NULL,
    name        text        NOT NULL,
    capacity    integer     NOT NULL,   -- people
    active      boolean     NOT NULL DEFAULT true,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT seats_pkey PRIMARY KEY (location_id, code),
    CONSTRAINT seats_location_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT seats_code_form CHECK (code ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
    CONSTRAINT seats_kind_known CHECK (kind IN ('desk', 'table', 'room')),
    CONSTRAINT seats_capacity_bounds CHECK (capacity BETWEEN 1 AND 999)
);

DO $$
BEGIN
    IF to_regclass('parked_seats') IS NOT NULL THEN
        INSERT INTO seats (location_id, code, kind, name, capacity, active, created_at)
        SELECT location_id, code, kind, name, capacity, active, created_at
          FROM parked_seats
         WHERE location_id IN (SELECT id FROM locations);
        DROP TABLE parked_seats;
    END IF;
END
$$;
