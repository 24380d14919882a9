-- V020: tariffs, by which time in the room is charged. A row is never changed: a new version is a
-- new row, and a session keeps the row that it began with.
-- Beside N-1: a new table, which N-1 does not know.
-- Lock: SHARE ROW EXCLUSIVE on locations for the foreign key, catalogue only: the table is new.
-- Tariffs parked by the rollback come back.
CREATE TABLE tariffs (
    location_id integer     NOT NULL,
    id          uuid        NOT NULL,
    code        text        NOT NULL,
    version     integer     NOT NULL,   -- counts within the code
    active      boolean     NOT NULL,   -- false: from valid_from on the code is not offered
    valid_from  timestamptz NOT NULL,
    rules       jsonb       NOT NULL,   -- docs/openapi.json, TariffRules
    created_by  uuid,                   -- NULL: came with the migration
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tariffs_pkey PRIMARY KEY (location_id, id),
    CONSTRAINT tariffs_version_key UNIQUE (code, version, location_id),
    CONSTRAINT tariffs_location_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT tariffs_code_form CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
    CONSTRAINT tariffs_rules_object CHECK (jsonb_typeof(rules) = 'object')
);

-- The row of a code that holds at an instant: of those valid by then the one that became so last,
-- of several at once the newest. NULL where there is none or it ended.
CREATE FUNCTION tariff_in_force(p_location integer, p_code text, p_at timestamptz)
RETURNS uuid
LANGUAGE sql STABLE
SET search_path FROM CURRENT
SET enable_seqscan = off
AS $$
    SELECT CASE WHEN t.active THEN t.id END
      FROM tariffs AS t
     WHERE t.location_id = p_location AND t.code = p_code AND t.valid_from <= p_at
     ORDER BY t.valid_from DESC, t.version DESC
     LIMIT 1
$$;

-- The first hour whole, then half hours with five minutes of grace, a day price from three hours
-- on: to try with, and to change (docs/coworking.md).
DO $$
BEGIN
    IF to_regclass('parked_tariffs') IS NOT NULL THEN
        INSERT INTO tariffs (location_id, id, code, version, active, valid_from, rules,
                             created_by, created_at)
        SELECT location_id, id, code, version, active, valid_from, rules,
               created_by, created_at
          FROM parked_tariffs
         WHERE location_id IN (SELECT id FROM locations);
        DROP TABLE parked_tariffs;
    ELSE
        INSERT INTO tariffs (location_id, id, code, version, active, valid_from, rules)
        SELECT id, uuid_v7(), 'hourly', 1, true, now(), '{
                 "code": "hourly", "name": "Coworking por hora", "taxRateBp": 1600,
                 "perPerson": true, "graceMinutes": 5,
                 "rate": {"blocks": {
                   "first": {"minutes": 60, "amount": 5800},
                   "later": {"minutes": 30, "amount": 2900, "prorated": false},
                   "dayPrice": {"amount": 18000, "fromMinutes": 180}}},
                 "windows": []}'
          FROM locations
         WHERE code = 'main';
    END IF;
END
$$;
