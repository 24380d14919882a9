-- V091 rollback. Loses nothing: an index.
-- Run when no instance of the release that needs V091 is left.
DROP INDEX idx_orders_sold_at;
