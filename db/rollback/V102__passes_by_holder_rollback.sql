-- V102 rollback. Loses nothing: an index.
-- Run when no instance of the release that needs V102 is left.
DROP INDEX orders_customer_name;
