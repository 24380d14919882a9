-- V002 rollback. Loses nothing; no order can be placed until V002 is back.
DROP FUNCTION void_order(integer, text, bytea, uuid, uuid, text, text);
DROP FUNCTION create_order(integer, text, bytea, uuid, jsonb, text);
DROP FUNCTION settle_tenders(jsonb, bigint);
DROP TYPE settled_tenders;
DROP FUNCTION claim_key(integer, text, text, bytea);
DROP FUNCTION order_json(integer, uuid);
DROP FUNCTION quote_order(integer, jsonb);
DROP FUNCTION quote_json(priced_cart);
DROP FUNCTION price_cart(integer, jsonb);
DROP TYPE priced_cart;
DROP FUNCTION spread_discount(bigint, bigint[]);
DROP FUNCTION rfc3339(timestamptz);
DROP FUNCTION percent_of(bigint, integer);
DROP FUNCTION uuid_v7();
