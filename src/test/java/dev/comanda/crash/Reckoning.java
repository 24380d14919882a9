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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the books against the journal of the tills: nothing missing, nothing twice, no more. */
final class Reckoning {

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Entry> journal;
    private final List<String> violations = new ArrayList<>();
    private int paid;
    private int open;

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
        sessions(books);
        return violations;
    }

    /** Each is open, or paid by the order of the one checkout that was answered; never between. */
    private void sessions(Connection books) throws SQLException {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> closed = new HashMap<>();
        done(Intent::isOpening).forEach(entry -> expected.put(id(entry), "active 0"));
        done(Intent::isCheckout).forEach(entry -> {
            String session = entry.intent().subject();
            if (closed.put(session, "closed 1 " + id(entry)) != null) {
                violations.add("PAID TWICE: " + session);
            }
        });
        paid = closed.size();
        open = expected.size() - paid;
        expected.putAll(closed);
        Map<String, String> actual = texts(books, """
            SELECT s.id::text, concat_ws(' ', s.status, count(o.id), s.order_id)
              FROM coworking_sessions AS s
              LEFT JOIN orders AS o ON o.session_id = s.id
             GROUP BY s.location_id, s.id
            """);
        expected.forEach((session, state) -> {
            if (!state.equals(actual.get(session))) {
                violations.add("SESSION: " + session + " should be " + state + ", is "
                        + actual.get(session));
            }
        });
        actual.keySet().stream().filter(session -> !expected.containsKey(session))
                .forEach(session -> violations.add("NOBODY SAT: " + session));
    }

    private Stream<Entry> done(Predicate<Intent> kind) {
        return journal.values().stream().filter(entry -> kind.test(entry.intent())
                && entry.ending() != null && entry.ending().done());
    }

    private String id(Entry entry) {
        return json.readTree(Objects.requireNonNull(entry.ending()).body()).path("id").asString();
    }

    @Override
    public String toString() {
        return paid + " sessions paid, each by one order; " + open + " still open";
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
        } else if (kept == null || (intent.sells() && !sold.contains(intent.key()))) {
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
        done(Intent::isSale).forEach(entry -> {
            sales.put(id(entry), entry.intent());
            move(expected, entry.intent(), -1);
        });
        done(Intent::isExtra).forEach(entry -> take(expected,
                json.readTree(entry.intent().body()), -1));
        done(Intent::isVoid).forEach(entry -> {
            Intent sale = sales.get(entry.intent().subject());
            if (sale == null) {
                violations.add("VOIDED, NEVER SOLD: " + entry.intent().subject());
            } else {
                move(expected, sale, 1);
            }
        });
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
            take(stock, line, sign);
        }
    }

    private static void take(Map<String, Long> stock, JsonNode line, int sign) {
        stock.computeIfPresent(line.path("sku").asString(),
                (_, pieces) -> pieces + sign * line.path("quantity").asLong());
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
