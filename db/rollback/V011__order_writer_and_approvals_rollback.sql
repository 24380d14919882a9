-- V011 rollback. Loses which session an order closed, and each location's limit of discounts.
-- Run when no instance of the release that needs V011 is left.

-- The functions keep the search path that the migrations gave them, whoever runs this file.
SELECT set_config('search_path', substring(setting FROM 'search_path=(.*)'), false)
  FROM pg_proc AS f, unnest(f.proconfig) AS setting
 WHERE f.oid = 'create_order(integer,text,bytea,uuid,jsonb,text)'::regprocedure
   AND setting LIKE 'search_path=%';

CREATE OR REPLACE FUNCTION price_cart(p_location_id integer, p_cart jsonb) RETURNS priced_cart
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

CREATE OR REPLACE FUNCTION quote_json(cart priced_cart) RETURNS json
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

CREATE OR REPLACE FUNCTION quote_order(p_location_id integer, p_cart jsonb,
                                       OUT outcome text, OUT answer text)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET enable_seqscan = off AS $$
DECLARE
    cart priced_cart := price_cart(p_location_id, p_cart);
BEGIN
    outcome := coalesce(cart.refusal, 'done');
    answer := json_strip_nulls(coalesce(cart.detail, quote_json(cart)));
END
$$;

CREATE OR REPLACE FUNCTION order_json(p_location_id integer, p_order_id uuid) RETURNS text
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

CREATE OR REPLACE FUNCTION create_order(p_location_id integer, p_key text, p_fingerprint bytea,
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

DROP FUNCTION write_order(integer, uuid, text, text, bytea, uuid, jsonb, priced_cart,
                          settled_tenders, uuid, text);
DROP FUNCTION check_order(jsonb, priced_cart, settled_tenders);
DROP FUNCTION total_cart(priced_cart, jsonb, jsonb, integer);
ALTER TYPE priced_cart DROP ATTRIBUTE approvals;
ALTER TABLE orders DROP COLUMN session_id;
ALTER TABLE locations DROP COLUMN cashier_discount_bp;
