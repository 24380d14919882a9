package dev.comanda.passes;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A location's passes, those that were bought last first, in keyset pages. */
@Component
class PassList {

    /**
     * Of an order; or by the beginning of the holder's name or by the receipt; without any of these
     * the last month's. Whether a line is of passes says what held when it was bought.
     */
    private static final String PAGE = """
        WITH bought AS (
            SELECT o.location_id, o.id, o.created_at
              FROM orders AS o
             WHERE o.location_id = :location AND o.id = :order
             UNION ALL
            SELECT o.location_id, o.id, o.created_at
              FROM orders AS o
             WHERE :name::text IS NOT NULL AND o.location_id = :location
               AND o.customer_name IS NOT NULL
               AND fold_text(o.customer_name) COLLATE "C" >= fold_text(:name)
               AND fold_text(o.customer_name) COLLATE "C" < fold_text(:name) || chr(1114111)
             UNION
            SELECT o.location_id, o.id, o.created_at
              FROM orders AS o
             WHERE o.location_id = :location AND o.register = :register
               AND o.receipt_number = :number
             UNION ALL
            SELECT o.location_id, o.id, o.created_at
              FROM orders AS o
             WHERE :order::uuid IS NULL AND :name::text IS NULL AND o.location_id = :location
               AND o.created_at > now() - interval '31 days')
        SELECT b.id || '.' || l.line_no || '.' || n.pass_no AS id,
               pass_json(l.location_id, l.order_id, l.line_no, n.pass_no) AS answer
          FROM bought AS b
          JOIN order_lines AS l ON l.location_id = b.location_id AND l.order_id = b.id
         CROSS JOIN LATERAL generate_series(1, l.quantity) AS n (pass_no)
         WHERE (SELECT t.amount > 0
                  FROM pass_terms AS t
                 WHERE t.location_id = l.location_id AND t.product_id = l.product_id
                   AND t.valid_from <= b.created_at
                 ORDER BY t.valid_from DESC
                 LIMIT 1)
           AND (:afterOrder::uuid IS NULL
                OR (b.created_at, b.id) < (
                   SELECT c.created_at, c.id
                     FROM orders AS c
                    WHERE c.location_id = :location AND c.id = :afterOrder)
                OR b.id = :afterOrder AND (l.line_no, n.pass_no) > (:afterLine, :afterNumber))
         ORDER BY b.created_at DESC, b.id DESC, l.line_no, n.pass_no
         LIMIT :limit + 1
        """;
    private static final Pattern RECEIPT = Pattern.compile("(.{1,64})-([0-9]{1,18})");

    private final JdbcClient jdbc;
    private final Database database;

    PassList(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /**
     * What to list; without either what was sold in the last 31 days.
     *
     * @param order  of this order alone
     * @param sought the beginning of the holder's name, whatever the accents and the case, or the
     *               number of the receipt
     */
    record Filter(@Nullable UUID order, @Nullable String sought) {}

    private record Row(String id, String answer) {}

    /**
     * One page as the JSON that the API answers.
     *
     * @param after {@code nextCursor} of the page before: the last pass that was on it
     */
    String page(Caller caller, Filter filter, int limit, @Nullable PassId after) {
        String name = filter.order == null && filter.sought != null ? filter.sought.strip() : null;
        Matcher receipt = RECEIPT.matcher(name == null ? "" : name);
        boolean known = receipt.matches();
        List<Row> rows = database.keyed("pass list", () -> jdbc.sql(PAGE)
                .param("location", caller.locationId()).param("order", filter.order)
                .param("name", name).param("register", known ? receipt.group(1) : null)
                .param("number", known ? Long.valueOf(receipt.group(2)) : null)
                .param("afterOrder", after == null ? null : after.order())
                .param("afterLine", after == null ? 0 : after.line())
                .param("afterNumber", after == null ? 0 : after.number())
                .param("limit", limit).query(Row.class).list());
        List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
        String items = page.stream().map(Row::answer)
                .collect(Collectors.joining(",", "{\"items\":[", "]"));
        return rows.size() > limit
                ? items + ",\"nextCursor\":\"" + page.getLast().id() + "\"}"
                : items + "}";
    }
}
