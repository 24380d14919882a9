package dev.comanda.catalog;

import dev.comanda.catalog.ImportPlan.Change;
import dev.comanda.catalog.ImportPlan.Step;
import dev.comanda.catalog.ProductFile.Mistake;
import java.io.PrintWriter;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An import for a person or, as one JSON object with the wire's names and units, a program. */
record ImportReport(String file, ProductImport.Location location, ImportPlan plan,
        boolean applied) {

    void printText(PrintWriter out) {
        plan.mistakes().forEach(mistake -> out.printf("! line %d%s: %s%n", mistake.line(),
                mistake.column() == null ? "" : ", " + mistake.column(), mistake.message()));
        plan.created().forEach(step -> out.printf("+ %-16s %s%n", step.sku(), fresh(step)));
        plan.changed().forEach(step -> out.printf("~ %-16s %s%n", step.sku(), diff(step)));
        out.printf("%s → %s (%s): %d new, %d changed, %d unchanged, %d errors%n", file,
                location.code(), currency(), plan.created().size(), plan.changed().size(),
                plan.unchanged(), plan.mistakes().size());
        if (!plan.mistakes().isEmpty()) {
            out.println("Nothing was written: correct the lines marked ! first.");
        } else if (applied) {
            out.println("Written.");
        } else {
            out.println("Nothing was written: this is a dry run. Add --apply to write.");
        }
    }

    void printJson(PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", file);
        report.put("location", location.code());
        report.put("currency", currency().getCurrencyCode());
        report.put("applied", applied);
        report.put("new", plan.created().stream().map(ImportReport::step).toList());
        report.put("changed", plan.changed().stream().map(ImportReport::step).toList());
        report.put("unchanged", plan.unchanged());
        report.put("errors", plan.mistakes().stream().map(ImportReport::error).toList());
        out.println(
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }

    private Currency currency() {
        return location.currency();
    }

    private String fresh(Step step) {
        return step.changes().stream().filter(change -> change.column() != Column.SKU)
                .map(change -> change.column().header() + " "
                        + change.column().show(change.after(), currency()))
                .collect(Collectors.joining("; "));
    }

    private String diff(Step step) {
        return step.changes().stream()
                .map(change -> change.column().header() + " "
                        + change.column().show(change.before(), currency()) + " → "
                        + change.column().show(change.after(), currency()))
                .collect(Collectors.joining("; "));
    }

    private static Map<String, Object> step(Step step) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Change change : step.changes()) {
            if (step.product() == null) {
                fields.put(change.column().field(), change.after());
            } else {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                values.put("old", change.before());
                values.put("new", change.after());
                fields.put(change.column().field(), values);
            }
        }
        return Map.of("line", step.line(), "sku", step.sku(), "fields", fields);
    }

    private static Map<String, Object> error(Mistake mistake) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("line", mistake.line());
        if (mistake.column() != null) {
            error.put("column", mistake.column());
        }
        error.put("message", mistake.message());
        return error;
    }
}
