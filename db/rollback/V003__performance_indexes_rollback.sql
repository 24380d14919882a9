-- V003 rollback. Loses nothing: lists of orders and pruning of answers get slower.
DROP INDEX idx_idempotency_expires;
DROP INDEX idx_orders_created_at;
