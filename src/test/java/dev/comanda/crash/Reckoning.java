package dev.comanda.crash;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Entry;
import dev.comanda.crash.Journal.Intent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the books against the journal of the tills: nothing missing, nothing twice, no more. */
final class Reckoning {

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Entry> journal;
    private final List<String> violations = new ArrayList<>();

    Reckoning(Map<String, Entry> journal) {
        this.journal = journal;
    }

    /** One line per difference; every intent has been answered, and nobody sells any more. */
    List<String> differences(Connection books) throws SQLException {
        Map<String, String> answers = texts(books,
                "SELECT key, response FROM idempotency_keys");
        Set<String> sold = texts(books, "SELECT key, id::text FROM orders").keySet();
        journal.values().forEach(entry -> compare(entry, answers, sold));
        answers.keySet().stream().filter(key -> !journal.containsKey(key))
                .forEach(key -> violations.add("NOBODY WANTED: " + key));
        sold.stream().filter(key -> !answers.containsKey(key))
                .forEach(key -> violations.add("NO KEY: " + key));
        stock(books);
        return violations;
    }

    private void compare(Entry entry, Map<String, String> answers, Set<String> sold) {
        Intent intent = entry.intent();
        Ending ending = entry.ending();
        String kept = answers.get(intent.key());
        if (ending == null) {
            violations.add("UNANSWERED: " + intent.key());
        } else if (!ending.done()) {
            if (kept != null || sold.contains(intent.key())) {
                violations.add("REFUSED BUT DONE: " + intent.key() + ": " + ending.body());
            }
        } else if (kept == null || (intent.isSale() && !sold.contains(intent.key()))) {
            violations.add("LOST: " + intent.key() + ": " + ending.body());
        } else if (!kept.equals(ending.body())) {
            violations.add("ANSWERED OTHERWISE: " + intent.key() + ": " + ending.body()
                    + ", kept " + kept);
        }
    }

    /** What was there, less what the tills were told is sold, more what they took back. */
    private void stock(Connection books) throws SQLException {
        Map<String, Long> expected = new TreeMap<>();
        Menu.PRODUCTS.forEach(product -> product.stock()
                .ifPresent(pieces -> expected.put(product.sku(), pieces)));
        Map<String, Intent> sales = new HashMap<>();
        for (Entry entry : journal.values()) {
            Ending ending = entry.ending();
            if (ending == null || !ending.done()) {
                continue;
            }
            if (entry.intent().isSale()) {
                sales.put(json.readTree(ending.body()).path("id").asString(), entry.intent());
                move(expected, entry.intent(), -1);
            }
        }
        for (Entry entry : journal.values()) {
            if (!entry.intent().isSale() && entry.ending() != null && entry.ending().done()) {
                String order = entry.intent().path().split("/", -1)[3];
                Intent sale = sales.get(order);
                if (sale == null) {
                    violations.add("VOIDED, NEVER SOLD: " + order);
                } else {
                    move(expected, sale, 1);
                }
            }
        }
        Map<String, String> actual = texts(books, "SELECT sku, stock::text FROM products");
        expected.forEach((sku, pieces) -> {
            if (!pieces.toString().equals(actual.get(sku))) {
                violations.add("STOCK: " + sku + " should be " + pieces + ", is "
                        + actual.get(sku));
            }
        });
    }

    private void move(Map<String, Long> stock, Intent sale, int sign) {
        for (JsonNode line : json.readTree(sale.body()).path("lines")) {
            stock.computeIfPresent(line.path("sku").asString(),
                    (_, pieces) -> pieces + sign * line.path("quantity").asLong());
        }
    }

    private static Map<String, String> texts(Connection books, String query) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Statement sql = books.createStatement(); ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                found.put(rows.getString(1), String.valueOf(rows.getString(2)));
            }
        }
        return found;
    }
}
