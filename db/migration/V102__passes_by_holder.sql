-- V102: the passes of a guest, found by the name that their orders have.
-- Beside N-1: an index only. A sale without a customer's name does not write it.
-- Lock: SHARE UPDATE EXCLUSIVE on orders while it is built: everybody sells on.
CREATE INDEX CONCURRENTLY orders_customer_name
    ON orders ((fold_text(customer_name) COLLATE "C"), location_id)
    WHERE customer_name IS NOT NULL;
