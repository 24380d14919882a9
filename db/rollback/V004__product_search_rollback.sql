-- V004 rollback. Loses nothing: the column is computed from name and sku.
-- Run when no instance of the release that needs V004 is left.
DROP INDEX idx_products_search_text;
ALTER TABLE products DROP COLUMN search_text;
DROP FUNCTION fold_text(text);
