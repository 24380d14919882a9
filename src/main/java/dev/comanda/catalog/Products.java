package dev.comanda.catalog;

import dev.comanda.catalog.ProductWrite.Duplicate;
import dev.comanda.catalog.ProductWrite.Missing;
import dev.comanda.catalog.ProductWrite.NotCounted;
import dev.comanda.catalog.ProductWrite.OutOfStock;
import dev.comanda.catalog.ProductWrite.Stale;
import dev.comanda.catalog.ProductWrite.Written;
import dev.comanda.database.Database;
import dev.comanda.outbox.Sequencer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The catalogue of every location: one statement per reading and per change. */
@Component
class Products {

    private static final int MAX_WORDS = 10;

    private static final String FIND = """
        SELECT %s
          FROM products
         WHERE location_id = :location AND id = :id
        """.formatted(Product.COLUMNS);

    /**
     * Every word somewhere in name or SKU, or the start of the barcode: some scanners send the
     * twelve digits of a UPC for the EAN-13 that begins with zero, and the other way round.
     */
    private static final String LIST = """
        SELECT search_text, %s
          FROM products
         WHERE location_id = :location
           AND (active OR :inactive)
           AND (:category::text IS NULL OR category = :category)
           AND (search_text LIKE ALL (ARRAY(
                    SELECT '%%' || fold_text(word) || '%%'
                      FROM unnest(:words::text[]) AS word))
                OR starts_with(ltrim(barcode, '0'), :digits))
           AND (:id::uuid IS NULL OR (search_text, id) > (:after COLLATE "C", :id::uuid))
         ORDER BY search_text, id
         LIMIT :limit
        """.formatted(Product.COLUMNS);

    private final Database database;
    private final JdbcClient jdbc;
    private final ProductWriter writer;
    private final Sequencer sequencer;

    Products(Database database, JdbcClient jdbc, Sequencer sequencer) {
        this.database = database;
        this.jdbc = jdbc;
        this.writer = new ProductWriter(jdbc);
        this.sequencer = sequencer;
    }

    /**
     * What to list.
     *
     * @param text            words of the name or SKU whatever their accents and case, or a barcode
     * @param category        exactly this one; null: all
     * @param includeInactive also what is no longer sold
     * @param after           where the page before ended; null: from the beginning
     */
    record Search(@Nullable String text, @Nullable String category, boolean includeInactive,
            @Nullable Cursor after, int limit) {}

    private record Row(String searchText, Product product) {}

    Optional<Product> find(int locationId, UUID id) {
        return database.keyed("product reading", () -> jdbc.sql(FIND)
                .param("location", locationId).param("id", id).query(Product::from).optional());
    }

    /** Alphabetical by name without accents; one row more than asked says that there is more. */
    ProductPage list(int locationId, Search search) {
        String text = search.text() == null ? "" : search.text().strip();
        String digits = text.replaceFirst("^0+", "");
        Cursor after = search.after();
        List<Row> rows = database.keyed("product search", () -> jdbc.sql(LIST)
                .param("location", locationId).param("inactive", search.includeInactive())
                .param("category", search.category()).param("words", words(text))
                .param("digits", digits.isEmpty() ? null : digits)
                .param("after", after == null ? null : after.searchText())
                .param("id", after == null ? null : after.id()).param("limit", search.limit() + 1)
                .query((row, number) -> new Row(row.getString("search_text"),
                        Product.from(row, number)))
                .list());
        boolean more = rows.size() > search.limit();
        List<Row> page = more ? rows.subList(0, search.limit()) : rows;
        return new ProductPage(page.stream().map(Row::product).toList(),
                more
                        ? new Cursor(page.getLast().searchText(), page.getLast().product().id())
                                .toString()
                        : null);
    }

    ProductWrite create(Author author, CreateProduct product) {
        try {
            return written(database.once("product creation",
                    () -> writer.insert(author, List.of(product))));
        } catch (DuplicateKeyException taken) {
            return new Duplicate(field(taken));
        }
    }

    /** @param patch a merge patch (RFC 7396) that holds to its schema */
    ProductWrite change(Author author, UUID id, int version, JsonNode patch) {
        List<Product> written;
        try {
            written = database.once("product change", () -> writer.update(author,
                    List.of(new ProductWriter.Edit(id, version, patch))));
        } catch (DuplicateKeyException taken) {
            return new Duplicate(field(taken));
        }
        if (!written.isEmpty()) {
            return written(written);
        }
        Product current = find(author.locationId(), id).orElse(null);
        if (current == null) {
            return new Missing();
        }
        return current.version() == version ? new OutOfStock(current) : new Stale(current);
    }

    ProductWrite adjust(Author author, UUID id, AdjustStock asked) {
        List<ProductWriter.Move> move = List
                .of(new ProductWriter.Move(id, asked.delta(), asked.count()));
        while (true) {
            List<Product> written = database.once("stock adjustment",
                    () -> writer.move(author, "adjustment", asked.reason(), move));
            if (!written.isEmpty()) {
                return written(written);
            }
            Product current = find(author.locationId(), id).orElse(null);
            if (current == null) {
                return new Missing();
            }
            Long stock = current.stock();
            Long delta = asked.delta();
            if (stock == null || delta == null) {
                return new NotCounted(current);
            }
            if (stock + delta < 0) {
                return new OutOfStock(current);
            }
            // Somebody restocked it between the two statements: it is enough by now.
        }
    }

    private Written written(List<Product> committed) {
        sequencer.nudge();
        return new Written(committed.getFirst());
    }

    /** LIKE's own signs stand for themselves in what people type. */
    private static String[] words(String text) {
        String literal = text.replaceAll("[\\\\%_]", "\\\\$0");
        return literal.isEmpty() ? new String[0] : literal.split("\\s+", MAX_WORDS);
    }

    /** Which unique constraint refused the row; anything else is no refusal but a bug. */
    private static String field(DuplicateKeyException taken) {
        if (taken.getCause() instanceof PSQLException cause) {
            ServerErrorMessage message = cause.getServerErrorMessage();
            String constraint = message == null ? null : message.getConstraint();
            if ("products_sku_key".equals(constraint)) {
                return "sku";
            } else if ("products_barcode_key".equals(constraint)) {
                return "barcode";
            }
        }
        throw taken;
    }
}
