-- V024 rollback. Loses nothing: terms, passes and their uses are kept beside, as parked_pass_terms,
-- parked_passes and parked_pass_uses.
-- Run when no instance of the release that needs V024 is left.
DROP FUNCTION use_pass(integer, text, bytea, uuid, uuid, integer, integer, integer, text);
DROP FUNCTION draw_pass(integer, uuid, uuid, integer, integer, integer, uuid, uuid, text);
DROP FUNCTION pass_json(integer, uuid, integer, integer);
DROP FUNCTION pass_state(integer, uuid, integer, integer);
ALTER TABLE pass_uses RENAME TO parked_pass_uses;
ALTER TABLE parked_pass_uses DROP CONSTRAINT pass_uses_pass_fkey;
ALTER TABLE parked_pass_uses RENAME CONSTRAINT pass_uses_pkey TO parked_pass_uses_pkey;
ALTER TABLE passes RENAME TO parked_passes;
ALTER TABLE parked_passes RENAME CONSTRAINT passes_pkey TO parked_passes_pkey;
ALTER TABLE pass_terms RENAME TO parked_pass_terms;
ALTER TABLE parked_pass_terms DROP CONSTRAINT pass_terms_product_fkey;
ALTER TABLE parked_pass_terms RENAME CONSTRAINT pass_terms_pkey TO parked_pass_terms_pkey;
