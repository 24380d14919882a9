package dev.comanda.catalog;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The three statements that write products. Each takes any number of rows and writes products,
 * stock movements, and per product one event and one audit entry, or nothing; what is not answered
 * was not written.
 */
final class ProductWriter {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The public product of a row {@code p}. */
    private static final String PUBLIC = """
        row_to_json((SELECT product FROM (
            SELECT p.id, p.sku, p.name, p.category, p.price, p.tax_rate_bp AS "taxRateBp", p.stock,
                   p.oversell_allowed AS "oversellAllowed", p.active, p.version,
                   p.barcode) AS product))::text
        """;

    /** Ends each statement: per written row an event and an entry in the audit book. */
    private static final String ANNOUNCE = """
        , announced AS (
            INSERT INTO outbox (location_id, id, topic, type, entity_id, data, correlation_id)
            SELECT :location, uuid_v7(), 'catalog', :type, p.id, %1$s, :correlation
              FROM written AS p),
        entered AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, before, after, register, correlation_id)
            SELECT :location, gen_random_uuid(), :staff::uuid, :name, :action, 'products', p.id,
                   p.before, %1$s, :register, :correlation
              FROM written AS p)
        SELECT %2$s FROM written
        """.formatted(PUBLIC, Product.COLUMNS);

    private static final String INSERT = """
        WITH written AS (
            INSERT INTO products (location_id, id, sku, barcode, name, category, price,
                                  tax_rate_bp, stock, oversell_allowed, active)
            SELECT :location, uuid_v7(), r.sku, r.barcode, r.name, r.category, r.price,
                   r."taxRateBp", r.stock, coalesce(r."oversellAllowed", false),
                   coalesce(r.active, true)
              FROM json_to_recordset(:rows::json)
                AS r (sku text, barcode text, name text, category text, price bigint,
                      "taxRateBp" integer, stock bigint, "oversellAllowed" boolean,
                      active boolean)
            RETURNING NULL::text AS before, %s),
        moved AS (
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                         staff_id)
            SELECT :location, w.id, w.id, 'initial', w.stock, :staff::uuid
              FROM written AS w
             WHERE w.stock IS NOT NULL)
        """.formatted(Product.COLUMNS) + ANNOUNCE;

    /** What a patch leaves out stays; only the barcode may become null. A SKU is for life. */
    private static final String UPDATE = """
        WITH written AS (
            UPDATE products AS p
               SET name = coalesce(r.patch ->> 'name', p.name),
                   category = coalesce(r.patch ->> 'category', p.category),
                   price = coalesce((r.patch ->> 'price')::bigint, p.price),
                   tax_rate_bp = coalesce((r.patch ->> 'taxRateBp')::integer, p.tax_rate_bp),
                   oversell_allowed = coalesce((r.patch ->> 'oversellAllowed')::boolean,
                                               p.oversell_allowed),
                   active = coalesce((r.patch ->> 'active')::boolean, p.active),
                   barcode = CASE WHEN r.patch -> 'barcode' IS NULL THEN p.barcode
                                  ELSE r.patch ->> 'barcode' END,
                   version = p.version + 1,
                   updated_at = now()
              FROM jsonb_to_recordset(:rows::jsonb)
                AS r ("productId" uuid, seen integer, patch jsonb)
             CROSS JOIN LATERAL (
                   SELECT %s AS before
                     FROM products AS p
                    WHERE p.location_id = :location AND p.id = r."productId"
                      AND p.version = r.seen) AS old
             WHERE p.location_id = :location AND p.id = r."productId" AND p.version = r.seen
               AND (coalesce((r.patch ->> 'oversellAllowed')::boolean, p.oversell_allowed)
                    OR p.stock IS NULL OR p.stock >= 0)
            RETURNING old.before, %s)
        """.formatted(PUBLIC, Product.COLUMNS) + ANNOUNCE;

    /**
     * The row is locked before its stock is read, so concurrent adjustments add up. What begins
     * to be counted may have movements of an earlier time: the sum must come out as the count.
     * They are looked up only then, since a movement is not found by its product without a scan.
     */
    private static final String MOVE = """
        WITH locked AS (
            SELECT p.id AS product_id, p.stock AS present, p.oversell_allowed AS below_zero,
                   r.delta, r.count
              FROM json_to_recordset(:rows::json)
                AS r ("productId" uuid, delta bigint, count bigint)
              JOIN products AS p ON p.location_id = :location AND p.id = r."productId"
             ORDER BY p.id
               FOR NO KEY UPDATE OF p),
        earlier AS (
            SELECT m.product_id, sum(m.quantity)::bigint AS quantity
              FROM stock_movements AS m
             WHERE EXISTS (SELECT 1 FROM locked AS l WHERE l.present IS NULL)
               AND m.location_id = :location
               AND m.product_id IN (
                   SELECT l.product_id FROM locked AS l WHERE l.present IS NULL)
             GROUP BY m.product_id),
        decided AS (
            SELECT l.product_id, l.present, coalesce(l.count, l.present + l.delta) AS target,
                   coalesce(l.delta, l.count - coalesce(l.present, e.quantity, 0)) AS quantity
              FROM locked AS l
              LEFT JOIN earlier AS e ON e.product_id = l.product_id
             WHERE l.count IS NOT NULL
                OR l.below_zero AND l.present IS NOT NULL
                OR l.present + l.delta >= 0),
        written AS (
            UPDATE products AS p
               SET stock = d.target
              FROM decided AS d
             WHERE p.location_id = :location AND p.id = d.product_id
            RETURNING json_build_object('stock', d.present)::text AS before, d.quantity, %s),
        moved AS (
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity,
                                         reason, staff_id)
            SELECT :location, uuid_v7(), w.id, :kind, w.quantity, :reason, :staff::uuid
              FROM written AS w)
        """.formatted(Product.COLUMNS) + ANNOUNCE;

    private final JdbcClient jdbc;

    ProductWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A patch of the product as it was in version {@code seen}, in the wire's names. */
    record Edit(UUID productId, int seen, Object patch) {}

    /** Either a difference or a count. */
    record Move(UUID productId, @Nullable Long delta, @Nullable Long count) {}

    /** @throws org.springframework.dao.DuplicateKeyException for a SKU or barcode in use */
    List<Product> insert(Author author, List<?> products) {
        return write(INSERT, author, "create", "product.created", products, Map.of());
    }

    /**
     * Leaves out what has another version by now, or would be below zero without being allowed to.
     *
     * @throws org.springframework.dao.DuplicateKeyException for a barcode in use
     */
    List<Product> update(Author author, List<Edit> edits) {
        return write(UPDATE, author, "change", "product.changed", edits, Map.of());
    }

    /** Leaves out differences that would go below zero, or that have no count to begin from. */
    List<Product> move(Author author, String kind, String reason, List<Move> moves) {
        return write(MOVE, author, kind, "stock.changed", moves,
                Map.of("kind", kind, "reason", reason));
    }

    private List<Product> write(String sql, Author author, String action, String type,
            List<?> rows, Map<String, String> more) {
        return jdbc.sql(sql).param("location", author.locationId())
                .param("staff", author.staffId()).param("name", author.name())
                .param("register", author.register()).param("action", action)
                .param("correlation", author.correlationId()).param("type", type)
                .param("rows", JSON.writeValueAsString(rows)).params(more)
                .query(Product::from).list();
    }
}
