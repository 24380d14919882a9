package dev.comanda.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * One scan of each large table instead of a join of them all. What must be equal for each order is
 * summed over all of them, each amount times a weight below 2^18, odd and drawn from the order's id
 * by a hash. A difference at one order always shows; differences at several orders cancel out once
 * in hundreds of thousands of times. Where a sum disagrees, or an amount is so large that it cannot
 * be computed, the invariants' own queries decide: a false alarm costs time and nothing else.
 *
 * <p>Line numbers without gaps and parts worth nothing of an order that is not there are seen only
 * by those queries.
 */
final class Checksums {

    private static final String OUT_OF_RANGE = "22003";
    /** PostgreSQL computes it anew wherever it stands, so it stands in few places. */
    private static final String WEIGHT = "(uuid_hash_extended(%s, location_id) & 262143 | 1)";

    /** Three amounts at once: unequal, they stay so unless they differ by just these factors. */
    private static final String ORDERS = """
        SELECT sum(used.wrong) AS wrong, sum(used.money) AS money, sum(used.total) AS total,
               sum(used.keys) AS keys, sum(used.voids) AS voids,
               count(*) FILTER (WHERE (coalesce(used.receipts, 0), coalesce(used.last_number, 0),
                                       coalesce(used.first_number, 1))
                   IS DISTINCT FROM (r.last_receipt_number, r.last_receipt_number, 1::bigint))
                   AS registers
          FROM registers AS r
          FULL JOIN (SELECT location_id, register, count(*) AS receipts,
                            min(receipt_number) AS first_number,
                            max(receipt_number) AS last_number,
                            count(*) FILTER (WHERE total <> subtotal - discount
                                + CASE WHEN prices_include_tax THEN 0 ELSE tax END + tip)
                                AS wrong,
                            sum(%1$s * (subtotal + 1009 * discount + 10007 * tax + 7)) AS money,
                            sum(%1$s * total) AS total,
                            sum(hashtextextended(key, uuid_hash_extended(id, location_id)) >> 8)
                                AS keys,
                            sum(%1$s) FILTER (WHERE status = 'voided') AS voids
                       FROM orders
                      GROUP BY location_id, register) AS used
            ON used.location_id = r.location_id AND used.register = r.code
        """.formatted(WEIGHT.formatted("id"));
    private static final String GOODS = """
        SELECT sum(l.money) AS money, sum(m.voids) AS voids,
               count(*) FILTER (WHERE p.stock <> coalesce(m.moved, 0)) AS wrong,
               count(*) FILTER (WHERE l.sold IS DISTINCT FROM m.sold
                                  AND (m.sold IS NOT NULL OR p.stock IS NOT NULL)) AS sold
          FROM products AS p
          FULL JOIN (SELECT location_id, product_id, sum(moved) AS moved,
                            sum(sold) FILTER (WHERE kind = 'sale') AS sold,
                            sum(movements) FILTER (WHERE kind = 'void') AS voids
                       FROM (SELECT location_id, product_id, kind, sum(quantity) AS moved,
                                    -sum(%1$s * quantity) AS sold, count(*) AS movements
                               FROM stock_movements
                              GROUP BY location_id, product_id, kind) AS by_kind
                      GROUP BY location_id, product_id) AS m
            ON m.location_id = p.location_id AND m.product_id = p.id
          FULL JOIN (SELECT location_id, product_id,
                            sum(%2$s * (total + 1009 * order_discount + 10007 * tax
                                        + CASE line_no WHEN 1 THEN 7 ELSE 0 END)) AS money,
                            sum(%2$s * quantity) AS sold
                       FROM order_lines
                      GROUP BY location_id, product_id) AS l
            ON l.location_id = coalesce(p.location_id, m.location_id)
           AND l.product_id = coalesce(p.id, m.product_id)
        """.formatted(WEIGHT.formatted("source_id"), WEIGHT.formatted("order_id"));
    private static final String TENDERS = """
        SELECT sum(%s * amount) AS total,
               count(*) FILTER (WHERE amount < 0 OR received < amount
                                   OR (method = 'cash') <> (received IS NOT NULL)) AS wrong
          FROM order_tenders
        """.formatted(WEIGHT.formatted("order_id"));
    private static final String KEYS = """
        SELECT sum(hashtextextended(key, uuid_hash_extended(resource_id, location_id)) >> 8)
                   FILTER (WHERE operation = 'order') AS keys,
               sum(%s) FILTER (WHERE operation = 'void') AS voids
          FROM idempotency_keys
        """.formatted(WEIGHT.formatted("resource_id"));
    private static final String DIFFERENT = """
        SELECT named.invariant
          FROM (%s) AS o
         CROSS JOIN (%s) AS g
         CROSS JOIN (%s) AS t
         CROSS JOIN (%s) AS k
         CROSS JOIN LATERAL (VALUES
               ('TOTAL_ADDS_UP', coalesce(o.wrong, 0) = 0),
               ('ORDER_IS_THE_SUM_OF_ITS_LINES', o.money IS NOT DISTINCT FROM g.money),
               ('TENDERS_PAY_THE_TOTAL', coalesce(o.total, 0) = coalesce(t.total, 0)),
               ('CHANGE_IS_WHAT_WAS_TOO_MUCH', t.wrong = 0),
               ('NO_PART_WITHOUT_ITS_ORDER',
                (o.money, o.keys, o.voids) IS NOT DISTINCT FROM (g.money, k.keys, k.voids)
                    AND coalesce(o.total, 0) = coalesce(t.total, 0) AND g.sold = 0),
               ('RECEIPT_NUMBERS_ARE_GAPLESS', o.registers = 0),
               ('STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS', g.wrong = 0),
               ('SALES_TAKE_WHAT_THEY_SELL', g.sold = 0),
               ('VOIDS_RETURN_WHAT_WAS_TAKEN', o.voids IS NULL AND g.voids IS NULL),
               ('ONE_KEY_FOR_EACH_ORDER', o.keys IS NOT DISTINCT FROM k.keys),
               ('ONE_KEY_FOR_EACH_VOID', o.voids IS NOT DISTINCT FROM k.voids)
               ) AS named (invariant, holds)
         WHERE named.holds IS NOT TRUE
        """.formatted(ORDERS, GOODS, TENDERS, KEYS);

    /** The invariants that need no query of their own where their sums agree. */
    static final Set<String> COVER = Set.of("TOTAL_ADDS_UP", "ORDER_IS_THE_SUM_OF_ITS_LINES",
            "TENDERS_PAY_THE_TOTAL", "CHANGE_IS_WHAT_WAS_TOO_MUCH",
            "STOCK_IS_THE_SUM_OF_ITS_MOVEMENTS", "SALES_TAKE_WHAT_THEY_SELL",
            "VOIDS_RETURN_WHAT_WAS_TAKEN", "ONE_KEY_FOR_EACH_ORDER", "ONE_KEY_FOR_EACH_VOID",
            "NO_PART_WITHOUT_ITS_ORDER", "RECEIPT_NUMBERS_ARE_GAPLESS");

    private Checksums() {}

    /** The names of those among them whose sums disagree. */
    static Set<String> different(Connection snapshot) throws SQLException {
        try (Statement sql = snapshot.createStatement()) {
            sql.execute("SAVEPOINT sums");
            Set<String> names = new HashSet<>();
            try (ResultSet rows = sql.executeQuery(DIFFERENT)) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            } catch (SQLException tooLarge) {
                if (!OUT_OF_RANGE.equals(tooLarge.getSQLState())) {
                    throw tooLarge;
                }
                sql.execute("ROLLBACK TO sums");
                return COVER;
            }
        }
    }
}
