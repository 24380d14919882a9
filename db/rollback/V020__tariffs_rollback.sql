-- V020 rollback. Loses nothing: the tariffs are kept beside, as parked_tariffs.
-- Run when no instance of the release that needs V020 is left.
DROP FUNCTION tariff_in_force(integer, text, timestamptz);
ALTER TABLE tariffs RENAME TO parked_tariffs;
ALTER TABLE parked_tariffs RENAME CONSTRAINT tariffs_pkey TO parked_tariffs_pkey;
ALTER TABLE parked_tariffs RENAME CONSTRAINT tariffs_version_key TO parked_tariffs_version_key;
ALTER TABLE parked_tariffs DROP CONSTRAINT tariffs_location_fkey;
