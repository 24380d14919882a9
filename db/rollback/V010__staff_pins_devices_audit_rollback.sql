-- V010 rollback. Loses every PIN, device and wrong-PIN count; operators and staff without a
-- password are deactivated, and become cashiers whom nobody can sign in as. The audit book is kept
-- beside, as parked_audit_entries.
-- The role comanda_app stays, without rights: other databases of the server may use it.
-- Run when no instance of the release that needs V010 is left.
DO $$
DECLARE
    v_schema text := quote_ident(current_schema());
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'comanda_app') THEN
        EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA ' || v_schema
             || ' REVOKE ALL ON TABLES FROM comanda_app';
        EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA ' || v_schema
             || ' REVOKE ALL ON SEQUENCES FROM comanda_app';
        EXECUTE 'REVOKE ALL ON ALL SEQUENCES IN SCHEMA ' || v_schema || ' FROM comanda_app';
        EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA ' || v_schema || ' FROM comanda_app';
        EXECUTE 'REVOKE ALL ON SCHEMA ' || v_schema || ' FROM comanda_app';
    END IF;
END
$$;
ALTER TABLE audit_entries RENAME TO parked_audit_entries;
ALTER TABLE parked_audit_entries
    RENAME CONSTRAINT audit_entries_pkey TO parked_audit_entries_pkey;
ALTER INDEX audit_entries_created_at RENAME TO parked_audit_entries_created_at;
DROP TABLE pin_failures;
DROP INDEX staff_sessions_staff;
ALTER TABLE staff_sessions
    DROP COLUMN refreshed_at,
    DROP COLUMN previous_refresh_hash,
    DROP COLUMN refresh_hash,
    DROP COLUMN device_id;
DROP TABLE devices;
UPDATE staff SET active = false WHERE role = 'operator' OR password_hash IS NULL;
UPDATE staff SET role = 'cashier' WHERE role = 'operator';
UPDATE staff SET password_hash = '' WHERE password_hash IS NULL;
ALTER TABLE staff
    DROP CONSTRAINT staff_role_known,
    ADD CONSTRAINT staff_role_known CHECK (role IN ('admin', 'manager', 'cashier')),
    ALTER COLUMN password_hash SET NOT NULL,
    DROP COLUMN pin_hash;
ALTER TABLE locations DROP COLUMN active;
