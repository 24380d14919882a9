package dev.comanda.catalog;

import dev.comanda.catalog.ProductFile.Mistake;
import dev.comanda.catalog.ProductFile.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file would do to a catalogue; decides everything, writes nothing. */
final class ImportPlan {

    /** One field of a product, before and after. */
    record Change(Column column, @Nullable Object before, @Nullable Object after) {}

    /** @param product null where it is new; its changes are then all that the row says */
    record Step(long line, String sku, @Nullable Product product, List<Change> changes) {

        /** The fields to write, in the wire's names, the stock of an existing product aside. */
        Map<String, @Nullable Object> fields() {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            changes.stream().filter(change -> product == null || change.column != Column.STOCK)
                    .forEach(change -> fields.put(change.column.field(), change.after));
            return fields;
        }

        /** What was counted of an existing product; null where the file does not move it. */
        @Nullable
        Long count() {
            return product == null
                    ? null
                    : (Long) changes.stream().filter(change -> change.column == Column.STOCK)
                            .map(Change::after).findFirst().orElse(null);
        }
    }

    private final List<Step> created = new ArrayList<>();
    private final List<Step> changed = new ArrayList<>();
    private final List<Mistake> mistakes;
    private int unchanged;

    private ImportPlan(List<Mistake> mistakes) {
        this.mistakes = new ArrayList<>(mistakes);
    }

    /** @param withStock whether the file's stock is a count of existing products */
    static ImportPlan of(ProductFile file, List<Product> catalogue, boolean withStock) {
        ImportPlan plan = new ImportPlan(file.mistakes());
        Map<String, Product> bySku = new HashMap<>();
        catalogue.forEach(product -> bySku.put(product.sku(), product));
        for (Row row : file.rows()) {
            Product product = bySku.get(row.sku());
            if (product == null) {
                plan.create(row);
            } else {
                plan.change(row, product, withStock);
            }
        }
        plan.checkBarcodes(catalogue);
        plan.mistakes.sort(Comparator.comparingLong(Mistake::line));
        return plan;
    }

    List<Step> created() {
        return created;
    }

    List<Step> changed() {
        return changed;
    }

    int unchanged() {
        return unchanged;
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    private void create(Row row) {
        List<Change> changes = new ArrayList<>();
        for (Column column : Column.values()) {
            Object value = row.cells().get(column);
            if (value != null) {
                changes.add(new Change(column, null, value));
            } else if (column.required()) {
                mistakes.add(new Mistake(row.line(), column.header(),
                        "is missing, and " + row.sku() + " is new"));
            }
        }
        created.add(new Step(row.line(), row.sku(), null, changes));
    }

    private void change(Row row, Product product, boolean withStock) {
        List<Change> changes = new ArrayList<>();
        row.cells().forEach((column, after) -> {
            Object before = column.of(product);
            boolean silent = (after == null && column != Column.BARCODE)
                    || (column == Column.STOCK && !withStock);
            if (!silent && !Objects.equals(before, after)) {
                changes.add(new Change(column, before, after));
            }
        });
        if (changes.isEmpty()) {
            unchanged++;
            return;
        }
        Step step = new Step(row.line(), row.sku(), product, changes);
        Long stock = product.stock();
        if (stock != null && stock < 0 && step.count() == null
                && Boolean.FALSE.equals(step.fields().get(Column.OVERSELL.field()))) {
            mistakes.add(new Mistake(row.line(), Column.OVERSELL.header(),
                    "cannot become no: the stock is " + stock + "; count it first"));
        }
        changed.add(step);
    }

    /** Two products may swap their barcodes; in the end each has its own. */
    private void checkBarcodes(List<Product> catalogue) {
        Map<String, String> skuOfBarcode = new HashMap<>();
        Map<String, Step> bySku = new HashMap<>();
        changed.forEach(step -> bySku.put(step.sku(), step));
        for (Product product : catalogue) {
            Step step = bySku.get(product.sku());
            boolean keeps = step == null || !step.fields().containsKey(Column.BARCODE.field());
            if (keeps && product.barcode() != null) {
                skuOfBarcode.put(product.barcode(), product.sku());
            }
        }
        for (List<Step> steps : List.of(changed, created)) {
            for (Step step : steps) {
                Object barcode = step.fields().get(Column.BARCODE.field());
                String owner = barcode == null ? null : skuOfBarcode.get(barcode.toString());
                if (owner != null) {
                    mistakes.add(new Mistake(step.line(), Column.BARCODE.header(),
                            "\"" + barcode + "\" is of " + owner));
                }
            }
        }
    }
}
