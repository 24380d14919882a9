-- V102: the passes of a guest, found by the name that their orders have.
-- Beside N-1: an index only. A sale without a customer's name does not write it.
-- Lock: SHARE UPDATE EXCLUSIVE on orders while it is built: everybody sells on.

-- Runs outside of a transaction: a start that was killed half way leaves it, perhaps invalid.
DROP INDEX CONCURRENTLY IF EXISTS orders_customer_name;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_customer_name
    ON orders ((fold_text(customer_name) COLLATE "C"), location_id)
    WHERE customer_name IS NOT NULL;
