-- V003: the day's orders, and the answers whose time is up.
-- Beside N-1: indexes only.
-- Lock: SHARE on orders and idempotency_keys while they are built; both are empty on a first start.
CREATE INDEX idx_orders_created_at ON orders (created_at, location_id);
CREATE INDEX idx_idempotency_expires ON idempotency_keys (expires_at) WHERE response IS NOT NULL;
