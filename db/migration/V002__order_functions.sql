-- V002: price a cart, place an order, void it; each in one call.
-- Beside N-1: the first release.
-- Lock: none, every function is new.
--
-- Rules: expected refusals are returned, never raised; nothing catches an exception; products are
-- locked in id order, the register last. Queries live in plpgsql, which keeps their plans
-- (SQL functions plan anew on each call before PostgreSQL 18). SET search_path FROM CURRENT keeps
-- the schema in which the migration ran, whatever the caller's; SET enable_seqscan = off, because a
-- plan made while a table is empty scans it, and stays cached while the table fills.

-- RFC 9562 version 7; PostgreSQL has its own from 18 on, and 15 is supported.
CREATE FUNCTION uuid_v7() RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN encode(
    set_bit(set_bit(overlay(
        uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid;

-- amount * basis points / 10000, half up, without leaving bigint (amount >= 0).
CREATE FUNCTION percent_of(amount bigint, basis_points integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN amount / 10000 * basis_points + (amount % 10000 * basis_points + 5000) / 10000;

CREATE FUNCTION rfc3339(moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- The sum of the shares is the discount: each floor first, then one unit to the largest remainders
-- (Hamilton's method), the earlier line where they tie.
CREATE FUNCTION spread_discount(discount bigint, totals bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT array_agg(share + CASE WHEN place <= left_over THEN 1 ELSE 0 END ORDER BY line_no)
          FROM (SELECT line_no, share, discount - sum(share) OVER () AS left_over,
                       row_number() OVER (ORDER BY remainder DESC, line_no) AS place
                  FROM (SELECT line_no,
                               div(discount::numeric * total, sum(total) OVER ())::bigint AS share,
                               mod(discount::numeric * total, sum(total) OVER ()) AS remainder
                          FROM unnest(totals) WITH ORDINALITY AS line (total, line_no)) AS divided
               ) AS ranked);
END
$$;

CREATE TYPE priced_cart AS (
    refusal text, detail json,
    currency text, prices_include_tax boolean,
    product_ids uuid[], versions integer[], counted boolean[],
    skus text[], names text[], quantities integer[], unit_prices bigint[], discounts bigint[],
    order_discounts bigint[], tax_rates integer[], taxes bigint[], totals bigint[],
    subtotal bigint, discount bigint, tax bigint, tip bigint, total bigint);

-- Prices a cart {register, lines, discount?, tip?} from the catalogue in minor units, or says why
-- it cannot: unknown-register, unknown-product, discount-too-large. Keeps nothing.
-- Half up, once per line and once per tax. A tip is never taxed; a tip in percent is of what is due
-- for the goods, tax included.
CREATE FUNCTION price_cart(p_location_id integer, p_cart jsonb) RETURNS priced_cart
LANGUAGE plpgsql STABLE AS $$
DECLARE
    cart            priced_cart;
    cart_lines      jsonb := p_cart -> 'lines';
    line            jsonb;
    wish            jsonb;
    product         record;
    unknown         json[] := '{}';
    too_large       json[] := '{}';
    product_ids     uuid[] := '{}';
    versions        integer[] := '{}';
    counted         boolean[] := '{}';
    skus            text[] := '{}';
    names           text[] := '{}';
    quantities      integer[] := '{}';
    unit_prices     bigint[] := '{}';
    discounts       bigint[] := '{}';
    order_discounts bigint[] := '{}';
    tax_rates       integer[] := '{}';
    taxes           bigint[] := '{}';
    totals          bigint[] := '{}';
    quantity        integer;
    gross           bigint;
    off             bigint;
    rate            integer;
    subtotal        bigint := 0;
    discount        bigint := 0;
    tax             bigint;
    tax_sum         bigint := 0;
    tip             bigint := 0;
    due             bigint;
    base            bigint;
BEGIN
    SELECT l.currency, l.prices_include_tax, r.active AS open
      INTO product
      FROM locations AS l
      LEFT JOIN registers AS r ON r.location_id = l.id AND r.code = p_cart ->> 'register'
     WHERE l.id = p_location_id;
    IF product.open IS NOT TRUE THEN
        cart.refusal := 'unknown-register';
        cart.detail := json_build_object('register', p_cart ->> 'register');
        RETURN cart;
    END IF;
    cart.currency := product.currency;
    cart.prices_include_tax := product.prices_include_tax;

    FOR i IN 1 .. jsonb_array_length(cart_lines) LOOP
        line := cart_lines -> (i - 1);
        SELECT p.id, p.sku, p.name, p.price, p.tax_rate_bp, p.version,
               p.stock IS NOT NULL AS counted
          INTO product
          FROM products AS p
         WHERE p.location_id = p_location_id AND p.sku = line ->> 'sku' AND p.active;
        IF NOT FOUND THEN
            unknown := unknown || json_build_object('line', i, 'sku', line ->> 'sku');
            CONTINUE;
        END IF;
        quantity := line ->> 'quantity';
        gross := product.price * quantity;
        wish := line -> 'discount';
        off := CASE WHEN wish IS NULL THEN 0
                    WHEN wish ? 'amount' THEN (wish ->> 'amount')::bigint
                    ELSE percent_of(gross, (wish ->> 'percentBp')::integer) END;
        IF off > gross THEN
            too_large := too_large || json_build_object(
                'pointer', '/lines/' || i - 1 || '/discount', 'discount', off, 'of', gross);
        END IF;
        product_ids[i] := product.id;
        versions[i] := product.version;
        counted[i] := product.counted;
        skus[i] := product.sku;
        names[i] := product.name;
        quantities[i] := quantity;
        unit_prices[i] := product.price;
        discounts[i] := off;
        tax_rates[i] := product.tax_rate_bp;
        totals[i] := gross - off;
        subtotal := subtotal + gross - off;
    END LOOP;
    IF cardinality(unknown) > 0 THEN
        cart.refusal := 'unknown-product';
        cart.detail := json_build_object('items', array_to_json(unknown));
        RETURN cart;
    END IF;

    wish := p_cart -> 'discount';
    IF wish IS NOT NULL THEN
        discount := CASE WHEN wish ? 'amount' THEN (wish ->> 'amount')::bigint
                         ELSE percent_of(subtotal, (wish ->> 'percentBp')::integer) END;
        IF discount > subtotal THEN
            too_large := too_large || json_build_object(
                'pointer', '/discount', 'discount', discount, 'of', subtotal);
        END IF;
    END IF;
    IF cardinality(too_large) > 0 THEN
        cart.refusal := 'discount-too-large';
        cart.detail := json_build_object('items', array_to_json(too_large));
        RETURN cart;
    END IF;
    IF discount > 0 THEN
        order_discounts := spread_discount(discount, totals);
    ELSE
        order_discounts := array_fill(0::bigint, ARRAY[cardinality(totals)]);
    END IF;

    FOR i IN 1 .. cardinality(totals) LOOP
        base := totals[i] - order_discounts[i];
        rate := tax_rates[i];
        tax := CASE WHEN cart.prices_include_tax
                    THEN (2 * base * rate + 10000 + rate) / (2 * (10000 + rate))
                    ELSE percent_of(base, rate) END;
        taxes[i] := tax;
        tax_sum := tax_sum + tax;
    END LOOP;
    due := subtotal - discount + CASE WHEN cart.prices_include_tax THEN 0 ELSE tax_sum END;

    wish := p_cart -> 'tip';
    IF wish IS NOT NULL THEN
        tip := CASE WHEN wish ? 'amount' THEN (wish ->> 'amount')::bigint
                    ELSE percent_of(due, (wish ->> 'percentBp')::integer) END;
    END IF;

    RETURN ROW(NULL, NULL, cart.currency, cart.prices_include_tax,
               product_ids, versions, counted, skus, names, quantities, unit_prices, discounts,
               order_discounts, tax_rates, taxes, totals,
               subtotal, discount, tax_sum, tip, due + tip)::priced_cart;
END
$$;

CREATE FUNCTION quote_json(cart priced_cart) RETURNS json
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN json_build_object(
        'currency', cart.currency, 'pricesIncludeTax', cart.prices_include_tax,
        'lines', (SELECT json_agg(json_build_object(
                         'sku', sku, 'name', name, 'quantity', quantity, 'unitPrice', unit_price,
                         'discount', discount, 'orderDiscount', order_discount,
                         'taxRateBp', tax_rate, 'tax', tax, 'total', total) ORDER BY line_no)
                    FROM unnest(cart.skus, cart.names, cart.quantities, cart.unit_prices,
                                cart.discounts, cart.order_discounts, cart.tax_rates, cart.taxes,
                                cart.totals) WITH ORDINALITY
                      AS line (sku, name, quantity, unit_price, discount, order_discount,
                               tax_rate, tax, total, line_no)),
        'subtotal', cart.subtotal, 'discount', cart.discount, 'tax', cart.tax, 'tip', cart.tip,
        'total', cart.total);
END
$$;

-- What POST /api/orders/quote answers: ('done', quote) or (refusal, members of the problem).
CREATE FUNCTION quote_order(p_location_id integer, p_cart jsonb, OUT outcome text, OUT answer text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    cart priced_cart := price_cart(p_location_id, p_cart);
BEGIN
    outcome := coalesce(cart.refusal, 'done');
    answer := json_strip_nulls(coalesce(cart.detail, quote_json(cart)));
END
$$;

-- The whole public state of an order, as the API answers it and as its events carry it.
CREATE FUNCTION order_json(p_location_id integer, p_order_id uuid) RETURNS text
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_strip_nulls(json_build_object(
        'id', o.id, 'key', o.key,
        'receiptNumber', o.register || '-' || lpad(o.receipt_number::text, 6, '0'),
        'status', o.status, 'placedAt', rfc3339(o.created_at), 'placedBy', o.placed_by,
        'register', o.register, 'currency', o.currency, 'pricesIncludeTax', o.prices_include_tax,
        'lines', (SELECT json_agg(json_build_object(
                         'sku', l.sku, 'name', l.name, 'quantity', l.quantity,
                         'unitPrice', l.unit_price, 'discount', l.discount,
                         'orderDiscount', l.order_discount, 'taxRateBp', l.tax_rate_bp,
                         'tax', l.tax, 'total', l.total) ORDER BY l.line_no)
                    FROM order_lines AS l
                   WHERE l.location_id = p_location_id AND l.order_id = p_order_id),
        'subtotal', o.subtotal, 'discount', o.discount, 'tax', o.tax, 'tip', o.tip,
        'total', o.total,
        'tenders', (SELECT coalesce(json_agg(json_build_object(
                           'method', t.method, 'amount', t.amount, 'received', t.received,
                           'change', t.received - t.amount, 'reference', t.reference)
                           ORDER BY t.tender_no), '[]')
                      FROM order_tenders AS t
                     WHERE t.location_id = p_location_id AND t.order_id = p_order_id),
        'customerName', o.customer_name, 'note', o.note, 'version', o.version,
        'voidedAt', rfc3339(o.voided_at), 'voidedBy', o.voided_by,
        'voidReason', o.void_reason))::text
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id);
END
$$;

-- First come, first claimed. (NULL, NULL): the key is the caller's until its transaction ends.
-- Else 'replayed' with the first answer, 'idempotency-key-reused', or 'request-in-flight' while
-- another transaction has it: never a wait, so that copies of one sale do not hold connections.
CREATE FUNCTION claim_key(p_location_id integer, p_key text, p_operation text, p_fingerprint bytea,
                          OUT outcome text, OUT answer text)
LANGUAGE plpgsql AS $$
DECLARE
    first record;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended(p_key, p_location_id)) THEN
        outcome := 'request-in-flight';
        RETURN;
    END IF;
    SELECT k.operation, k.fingerprint, k.response, k.resource_id
      INTO first
      FROM idempotency_keys AS k
     WHERE k.location_id = p_location_id AND k.key = p_key;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF first.operation = p_operation AND first.fingerprint = p_fingerprint THEN
        outcome := 'replayed';
        answer := coalesce(first.response, order_json(p_location_id, first.resource_id));
    ELSE
        outcome := 'idempotency-key-reused';
    END IF;
END
$$;

CREATE TYPE settled_tenders AS (
    methods text[], amounts bigint[], received bigint[], "references" text[]);

-- What pays for what: NULL where the tenders do not add up to the total. One tender may leave its
-- amount to be computed; cash keeps what was received apart from what it pays.
CREATE FUNCTION settle_tenders(p_tenders jsonb, p_total bigint) RETURNS settled_tenders
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    tender       jsonb;
    methods      text[] := '{}';
    amounts      bigint[] := '{}';
    received     bigint[] := '{}';
    "references" text[] := '{}';
    remaining    bigint := p_total;
    computed     integer;
BEGIN
    FOR i IN 1 .. jsonb_array_length(p_tenders) LOOP
        tender := p_tenders -> (i - 1);
        methods[i] := tender ->> 'method';
        amounts[i] := tender ->> 'amount';
        received[i] := tender ->> 'received';
        "references"[i] := tender ->> 'reference';
        IF amounts[i] IS NOT NULL THEN
            remaining := remaining - amounts[i];
        ELSIF computed IS NULL THEN
            computed := i;
        ELSE
            RETURN NULL;
        END IF;
    END LOOP;
    IF computed IS NOT NULL AND remaining > 0 THEN
        amounts[computed] := remaining;
    ELSIF computed IS NOT NULL OR remaining <> 0 THEN
        RETURN NULL;
    END IF;
    FOR i IN 1 .. cardinality(methods) LOOP
        IF methods[i] = 'cash' THEN
            received[i] := coalesce(received[i], amounts[i]);
        END IF;
        IF received[i] < amounts[i] OR (methods[i] <> 'cash' AND received[i] IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    END LOOP;
    RETURN ROW(methods, amounts, received, "references")::settled_tenders;
END
$$;

-- Sells a cart once. p_cart: PlaceOrder as docs/openapi.json has it, already checked for shape.
-- Outcomes: 'done' and 'replayed' with the order; 'idempotency-key-reused', 'request-in-flight';
-- or a refusal with the members of its problem: unknown-register, unknown-product,
-- discount-too-large, price-changed, tenders-mismatch, out-of-stock. A refusal leaves no trace, the
-- key included.
CREATE FUNCTION create_order(p_location_id integer, p_key text, p_fingerprint bytea,
                             p_placed_by uuid, p_cart jsonb, p_correlation_id text,
                             OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_order_id    uuid;
    v_cart        priced_cart;
    v_tenders     settled_tenders;
    v_product_ids uuid[];       -- what is counted, once per product, in id order
    v_versions    integer[];
    v_quantities  bigint[];
    v_taken       integer;
    v_receipt     bigint;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'order', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    v_order_id := uuid_v7();
    LOOP
        v_cart := price_cart(p_location_id, p_cart);
        IF v_cart.refusal IS NOT NULL THEN
            outcome := v_cart.refusal;
            answer := json_strip_nulls(v_cart.detail);
            RETURN;
        END IF;
        IF (p_cart ->> 'expectedTotal')::bigint <> v_cart.total THEN
            outcome := 'price-changed';
            answer := json_strip_nulls(json_build_object(
                'expectedTotal', p_cart -> 'expectedTotal', 'quote', quote_json(v_cart)));
            RETURN;
        END IF;
        v_tenders := settle_tenders(coalesce(p_cart -> 'tenders', '[]'), v_cart.total);
        IF v_tenders.methods IS NULL THEN
            outcome := 'tenders-mismatch';
            SELECT json_strip_nulls(json_build_object('due', v_cart.total,
                       'tendered', coalesce(sum(
                           coalesce(t.value ->> 'amount', t.value ->> 'received')::bigint), 0)))
              INTO answer
              FROM jsonb_array_elements(coalesce(p_cart -> 'tenders', '[]')) AS t;
            RETURN;
        END IF;

        SELECT array_agg(item.product_id), array_agg(item.version), array_agg(item.quantity)
          INTO v_product_ids, v_versions, v_quantities
          FROM (SELECT line.product_id, line.version, sum(line.quantity) AS quantity
                  FROM unnest(v_cart.product_ids, v_cart.versions, v_cart.counted,
                              v_cart.quantities)
                    AS line (product_id, version, counted, quantity)
                 WHERE line.counted
                 GROUP BY line.product_id, line.version
                 ORDER BY line.product_id) AS item;

        -- One UPDATE per product, checked and taken in the same statement: a third faster than
        -- SELECT … FOR UPDATE first. The version says that the price is still the one quoted.
        v_taken := 0;
        FOR i IN 1 .. coalesce(cardinality(v_product_ids), 0) LOOP
            UPDATE products AS p
               SET stock = p.stock - v_quantities[i]
             WHERE p.location_id = p_location_id AND p.id = v_product_ids[i]
               AND p.version = v_versions[i]
               AND (p.stock >= v_quantities[i] OR p.oversell_allowed);
            EXIT WHEN NOT FOUND;
            v_taken := i;
        END LOOP;
        EXIT WHEN v_taken = coalesce(cardinality(v_product_ids), 0);

        -- Give back what was taken (its rows are still ours), then say what is short, or price
        -- again what a manager changed in between.
        UPDATE products AS p
           SET stock = p.stock + taken.quantity
          FROM unnest(v_product_ids[:v_taken], v_quantities[:v_taken])
            AS taken (product_id, quantity)
         WHERE p.location_id = p_location_id AND p.id = taken.product_id;
        SELECT json_strip_nulls(json_build_object('items', json_agg(json_build_object(
                   'sku', p.sku, 'asked', item.quantity, 'available', p.stock) ORDER BY p.sku)))
          INTO answer
          FROM unnest(v_product_ids, v_quantities) AS item (product_id, quantity)
          JOIN products AS p ON p.location_id = p_location_id AND p.id = item.product_id
         WHERE p.stock < item.quantity AND NOT p.oversell_allowed
        HAVING count(*) > 0;
        IF FOUND THEN
            outcome := 'out-of-stock';
            RETURN;
        END IF;
    END LOOP;

    INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity, staff_id)
    SELECT p_location_id, v_order_id, item.product_id, 'sale', -item.quantity, p_placed_by
      FROM unnest(v_product_ids, v_quantities) AS item (product_id, quantity);

    UPDATE registers AS r
       SET last_receipt_number = r.last_receipt_number + 1
     WHERE r.location_id = p_location_id AND r.code = p_cart ->> 'register'
    RETURNING r.last_receipt_number INTO v_receipt;

    INSERT INTO orders (location_id, id, key, register, receipt_number, currency,
                        prices_include_tax, subtotal, discount, tax, tip, total,
                        customer_name, note, placed_by)
    VALUES (p_location_id, v_order_id, p_key, p_cart ->> 'register', v_receipt, v_cart.currency,
            v_cart.prices_include_tax, v_cart.subtotal, v_cart.discount, v_cart.tax, v_cart.tip,
            v_cart.total, p_cart ->> 'customerName', p_cart ->> 'note', p_placed_by);

    INSERT INTO order_lines (location_id, order_id, line_no, product_id, sku, name, quantity,
                             unit_price, discount, order_discount, tax_rate_bp, tax, total)
    SELECT p_location_id, v_order_id, line.line_no, line.product_id, line.sku, line.name,
           line.quantity, line.unit_price, line.discount, line.order_discount, line.tax_rate,
           line.tax, line.total
      FROM unnest(v_cart.product_ids, v_cart.skus, v_cart.names, v_cart.quantities,
                  v_cart.unit_prices, v_cart.discounts, v_cart.order_discounts,
                  v_cart.tax_rates, v_cart.taxes, v_cart.totals) WITH ORDINALITY
        AS line (product_id, sku, name, quantity, unit_price, discount, order_discount,
                 tax_rate, tax, total, line_no);

    INSERT INTO order_tenders (location_id, order_id, tender_no, method, amount, received,
                               reference)
    SELECT p_location_id, v_order_id, tender.tender_no, tender.method, tender.amount,
           tender.received, tender.reference
      FROM unnest(v_tenders.methods, v_tenders.amounts, v_tenders.received,
                  v_tenders."references") WITH ORDINALITY
        AS tender (method, amount, received, reference, tender_no);

    outcome := 'done';
    answer := order_json(p_location_id, v_order_id);
    INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                                  resource_id)
    VALUES (p_location_id, p_key, 'order', p_fingerprint, 201, answer, v_order_id);
    INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
    VALUES (p_location_id, uuid_v7(), 'orders', 'order.placed', v_order_id, answer,
            p_correlation_id);
END
$$;

-- Takes a paid order back whole: stock returns as it was taken, the receipt number stays used.
-- Outcomes: 'done' and 'replayed' with the order; 'idempotency-key-reused', 'request-in-flight',
-- 'not-found'; 'already-voided' with who, when and why.
CREATE FUNCTION void_order(p_location_id integer, p_key text, p_fingerprint bytea,
                           p_voided_by uuid, p_order_id uuid, p_reason text,
                           p_correlation_id text, OUT outcome text, OUT answer text)
LANGUAGE plpgsql SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    v_order    record;
    v_movement record;
BEGIN
    SELECT c.outcome, c.answer INTO outcome, answer
      FROM claim_key(p_location_id, p_key, 'void', p_fingerprint) AS c;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;

    SELECT o.status, o.voided_at, o.voided_by, o.void_reason
      INTO v_order
      FROM orders AS o
     WHERE o.location_id = p_location_id AND o.id = p_order_id
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'not-found';
        RETURN;
    ELSIF v_order.status = 'voided' THEN
        outcome := 'already-voided';
        answer := json_strip_nulls(json_build_object(
            'voidedAt', rfc3339(v_order.voided_at), 'voidedBy', v_order.voided_by,
            'voidReason', v_order.void_reason));
        RETURN;
    END IF;

    UPDATE orders AS o
       SET status = 'voided', voided_at = now(), voided_by = p_voided_by, void_reason = p_reason,
           version = o.version + 1
     WHERE o.location_id = p_location_id AND o.id = p_order_id;
    FOR v_movement IN
        SELECT m.product_id, m.quantity
          FROM stock_movements AS m
         WHERE m.location_id = p_location_id AND m.source_id = p_order_id AND m.kind = 'sale'
         ORDER BY m.product_id
    LOOP
        UPDATE products AS p
           SET stock = p.stock - v_movement.quantity
         WHERE p.location_id = p_location_id AND p.id = v_movement.product_id
           AND p.stock IS NOT NULL;
        IF FOUND THEN
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                         reason, staff_id)
            VALUES (p_location_id, p_order_id, v_movement.product_id, 'void',
                    -v_movement.quantity, p_reason, p_voided_by);
        END IF;
    END LOOP;

    outcome := 'done';
    answer := order_json(p_location_id, p_order_id);
    INSERT INTO idempotency_keys (location_id, key, operation, fingerprint, status_code, response,
                                  resource_id)
    VALUES (p_location_id, p_key, 'void', p_fingerprint, 200, answer, p_order_id);
    INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
    VALUES (p_location_id, uuid_v7(), 'orders', 'order.voided', p_order_id, answer,
            p_correlation_id);
END
$$;
