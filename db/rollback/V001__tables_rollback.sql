-- V001 rollback. Loses every order, product, stock movement, staff member, session, register,
-- location and unsent event. Idempotency keys are parked, and come back with V001.
-- Run when no instance of the release that needs V001 is left.
ALTER TABLE idempotency_keys RENAME TO parked_idempotency_keys;
ALTER TABLE parked_idempotency_keys
    RENAME CONSTRAINT idempotency_keys_pkey TO parked_idempotency_keys_pkey;
DROP TABLE outbox;
DROP TABLE order_tenders;
DROP TABLE order_lines;
DROP TABLE orders;
DROP TABLE stock_movements;
DROP TABLE products;
DROP TABLE staff_sessions;
DROP TABLE staff;
DROP TABLE registers;
DROP TABLE locations;
DROP DOMAIN register_code;
DROP DOMAIN basis_points;
DROP DOMAIN minor_units;
