-- V010: PINs, the operator role, sessions that are renewed, devices (registers and screens that a
-- manager enrolled), what a deactivated location means, and the book of who changed what.
-- Beside N-1: every column is new and nullable or has a default; N-1 reads and writes the others.
-- Its sign-in answers "wrong password" to staff who only have a PIN.
-- Lock: ACCESS EXCLUSIVE on staff, staff_sessions and locations, catalogue only; staff is scanned
-- for its CHECK, a few dozen rows.
ALTER TABLE locations
    ADD COLUMN active boolean NOT NULL DEFAULT true;

ALTER TABLE staff
    ADD COLUMN pin_hash text,
    ALTER COLUMN password_hash DROP NOT NULL,
    DROP CONSTRAINT staff_role_known,
    ADD CONSTRAINT staff_role_known CHECK (role IN ('admin', 'manager', 'cashier', 'operator'));

CREATE TABLE devices (
    location_id integer     NOT NULL,
    id          uuid        NOT NULL,
    kind        text        NOT NULL,
    name        text        NOT NULL,
    register    text,                   -- of a register: which one it rings up
    token_hash  text        NOT NULL,   -- SHA-256, hex; the token itself is shown once and not kept
    enrolled_by uuid        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz,
    CONSTRAINT devices_pkey PRIMARY KEY (location_id, id),
    CONSTRAINT devices_location_fkey FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT devices_register_fkey FOREIGN KEY (location_id, register)
        REFERENCES registers (location_id, code),
    CONSTRAINT devices_kind_known CHECK (kind IN ('register', 'screen')),
    CONSTRAINT devices_register_named CHECK ((kind = 'register') = (register IS NOT NULL))
);

ALTER TABLE staff_sessions
    ADD COLUMN device_id             uuid,          -- signed in by PIN on this register
    ADD COLUMN refresh_hash          text,   -- SHA-256, hex
    ADD COLUMN previous_refresh_hash text,   -- good for a moment more: an answer can get lost
    ADD COLUMN refreshed_at          timestamptz;
CREATE INDEX staff_sessions_staff ON staff_sessions (location_id, staff_id) WHERE ended_at IS NULL;

-- Wrong PINs in a row, per person and place of trying: a lock on one register is none on another.
CREATE TABLE pin_failures (
    location_id  integer     NOT NULL,
    staff_id     uuid        NOT NULL,
    origin       uuid        NOT NULL,   -- the device, or the session that asked for an approval
    failures     integer     NOT NULL,
    locked_until timestamptz NOT NULL,
    CONSTRAINT pin_failures_pkey PRIMARY KEY (location_id, staff_id, origin),
    CONSTRAINT pin_failures_staff_fkey FOREIGN KEY (location_id, staff_id)
        REFERENCES staff (location_id, id)
);

-- Written in the transaction of the change it tells of; never changed, never deleted.
CREATE TABLE audit_entries (
    location_id    integer     NOT NULL,
    id             uuid        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),   -- in order within one change
    staff_id       uuid,                   -- NULL: the server itself
    staff_name     text        NOT NULL,
    action         text        NOT NULL,
    entity         text        NOT NULL,
    entity_id      text        NOT NULL,
    before         text,
    after          text,
    register       text,
    approved_by    uuid,
    correlation_id text        NOT NULL,
    CONSTRAINT audit_entries_pkey PRIMARY KEY (location_id, id)
);
CREATE INDEX audit_entries_created_at ON audit_entries (location_id, created_at, id);

DO $$
BEGIN
    IF to_regclass('parked_audit_entries') IS NOT NULL THEN
        INSERT INTO audit_entries (location_id, id, created_at, staff_id, staff_name, action,
                                   entity, entity_id, before, after, register, approved_by,
                                   correlation_id)
        SELECT location_id, id, created_at, staff_id, staff_name, action,
               entity, entity_id, before, after, register, approved_by, correlation_id
          FROM parked_audit_entries;
        DROP TABLE parked_audit_entries;
    END IF;
END
$$;

-- The server works as a role that cannot change or delete what is in the book. Where the migrating
-- role may not create roles, it takes those rights from itself. N-1 goes on as the owner.
DO $$
DECLARE
    v_schema text := quote_ident(current_schema());
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'comanda_app') THEN
        BEGIN
            CREATE ROLE comanda_app NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;   -- made meanwhile, for another database of this server
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'no right to create roles: the server goes on as the owner';
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'comanda_app') THEN
        EXECUTE 'GRANT USAGE ON SCHEMA ' || v_schema || ' TO comanda_app';
        EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ' || v_schema
             || ' TO comanda_app';
        EXECUTE 'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ' || v_schema || ' TO comanda_app';
        EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA ' || v_schema
             || ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO comanda_app';
        EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA ' || v_schema
             || ' GRANT USAGE, SELECT ON SEQUENCES TO comanda_app';
        REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM comanda_app;
        BEGIN   -- from PostgreSQL 16 on, who makes a role may give it away but not yet take it on
            EXECUTE format('GRANT comanda_app TO %I', current_user);
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'no member of comanda_app: the server goes on as the owner';
        END;
    END IF;
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM %I', current_user);
END
$$;
