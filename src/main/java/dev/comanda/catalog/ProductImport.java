package dev.comanda.catalog;

import dev.comanda.catalog.ImportPlan.Step;
import dev.comanda.catalog.ProductWriter.Edit;
import dev.comanda.catalog.ProductWriter.Move;
import dev.comanda.web.CorrelationId;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings a catalogue to what a file says, all of it or nothing, beside tills that are selling. */
final class ProductImport {

    private static final int ATTEMPTS = 5;

    private static final String LOCATION = """
        SELECT id, code, currency
          FROM locations
         WHERE code = :code
        """;

    /** Imports of one location queue here; a sale's foreign keys do not wait for this lock. */
    private static final String LOCK_LOCATION = """
        SELECT id
          FROM locations
         WHERE id = :location
           FOR NO KEY UPDATE
        """;

    private static final String CATALOGUE = """
        SELECT %s
          FROM products
         WHERE location_id = :location
        """.formatted(Product.COLUMNS);

    /** In id order, as the sales take them: an import never deadlocks with a cart. */
    private static final String LOCK_PRODUCTS = """
        SELECT id
          FROM products
         WHERE location_id = :location AND id = ANY (:ids)
         ORDER BY id
           FOR UPDATE
        """;

    /** A unique constraint is checked row by row: two products swap by letting go first. */
    private static final String RELEASE_BARCODES = """
        UPDATE products
           SET barcode = NULL
         WHERE location_id = :location AND id = ANY (:ids)
        """;

    private final JdbcClient jdbc;
    private final ProductWriter writer;
    private final TransactionTemplate transaction;

    ProductImport(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        writer = new ProductWriter(jdbc);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** Whose catalogue. */
    record Location(int id, String code, Currency currency) {}

    Optional<Location> location(String code) {
        return jdbc.sql(LOCATION).param("code", code)
                .query((row, number) -> new Location(row.getInt("id"), row.getString("code"),
                        Currency.getInstance(row.getString("currency"))))
                .optional();
    }

    /** What the file would change now; nothing is written. */
    ImportPlan plan(Location location, ProductFile file, boolean withStock) {
        return ImportPlan.of(file, catalogue(location), withStock);
    }

    /**
     * Writes what differs, unless the file has mistakes.
     *
     * @param withStock whether the file's stock is a count of existing products
     * @param source    the file's name, the reason of its stock movements
     * @return what was written, or the mistakes because of which nothing was
     * @throws OptimisticLockingFailureException if others kept changing the same products
     */
    ImportPlan apply(Location location, ProductFile file, boolean withStock, String source) {
        for (int attempt = 1;; attempt++) {
            try {
                return inTransaction(() -> {
                    ImportPlan plan = plan(location, file, withStock);
                    if (plan.mistakes().isEmpty()) {
                        write(location, plan, source);
                    }
                    return plan;
                }, location);
            } catch (OptimisticLockingFailureException | DuplicateKeyException overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }

    /** As {@link #apply}, but only into a catalogue without any product. */
    boolean applyToEmpty(Location location, ProductFile file, String source) {
        return inTransaction(() -> {
            ImportPlan plan = plan(location, file, false);
            boolean empty = plan.unchanged() == 0 && catalogue(location).isEmpty();
            if (empty) {
                write(location, plan, source);
            }
            return empty;
        }, location);
    }

    private <T> T inTransaction(Supplier<T> work, Location location) {
        T result = transaction.execute(status -> {
            jdbc.sql(LOCK_LOCATION).param("location", location.id()).query(Integer.class).single();
            return work.get();
        });
        return Objects.requireNonNull(result);
    }

    private List<Product> catalogue(Location location) {
        return jdbc.sql(CATALOGUE).param("location", location.id()).query(Product::from).list();
    }

    private void write(Location location, ImportPlan plan, String source) {
        Author author = new Author(location.id(), null, "import", null,
                CorrelationId.create());
        UUID[] known = plan.changed().stream().map(ProductImport::id).toArray(UUID[]::new);
        jdbc.sql(LOCK_PRODUCTS).param("location", location.id()).param("ids", known)
                .query(UUID.class).list();
        // Stock first: what is counted up from below zero may stop being oversold.
        List<Move> moves = plan.changed().stream().filter(step -> step.count() != null)
                .map(step -> new Move(id(step), null, step.count())).toList();
        all(moves, writer.move(author, "import", source, moves));
        UUID[] barcodes = plan.changed().stream()
                .filter(step -> step.fields().containsKey(Column.BARCODE.field()))
                .map(ProductImport::id).toArray(UUID[]::new);
        jdbc.sql(RELEASE_BARCODES).param("location", location.id()).param("ids", barcodes).update();
        List<Edit> edits = plan.changed().stream().filter(step -> !step.fields().isEmpty())
                .map(step -> new Edit(id(step), version(step), step.fields())).toList();
        all(edits, writer.update(author, edits));
        writer.insert(author, plan.created().stream().map(Step::fields).toList());
        // Autovacuum takes a minute to notice; until then the planner guesses (decision 0002).
        jdbc.sql("ANALYZE products").update();
    }

    private static UUID id(Step step) {
        return Objects.requireNonNull(step.product()).id();
    }

    private static int version(Step step) {
        return Objects.requireNonNull(step.product()).version();
    }

    private static void all(List<?> asked, List<Product> written) {
        if (written.size() != asked.size()) {
            throw new OptimisticLockingFailureException("a product was changed meanwhile");
        }
    }
}
