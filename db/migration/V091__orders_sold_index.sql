-- V091: the sales of a day that arrived on another, without reading every day since.
-- Beside N-1: an index only; a sale that was placed as it was made has no entry in it.
-- Lock: SHARE UPDATE EXCLUSIVE on orders while it is built: everybody sells on.

-- Runs outside of a transaction: a start that was killed half way leaves it, perhaps invalid.
DROP INDEX CONCURRENTLY IF EXISTS idx_orders_sold_at;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_orders_sold_at
    ON orders (sold_at, location_id)
    WHERE sold_at IS NOT NULL;
