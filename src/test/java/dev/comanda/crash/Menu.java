package dev.comanda.crash;

import dev.comanda.crash.Journal.Intent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What the tills of a crash run sell, and the carts that people come with. */
final class Menu {

    /** Stock is in pieces; null: not counted. */
    record Product(String sku, long price, int taxRateBp, Optional<Long> stock) {}

    /** Plenty of most; two that run out while the run lasts; one that nobody counts. */
    static final List<Product> PRODUCTS = List.of(
            product("CRASH-LATTE", 5500, 1600, 1_000_000),
            product("CRASH-ESPRESSO", 3333, 1600, 1_000_000),
            product("CRASH-TEA", 2999, 800, 1_000_000),
            product("CRASH-WATER", 1001, 0, 1_000_000),
            product("CRASH-BAGEL", 7777, 1600, 1_000_000),
            product("CRASH-COOKIE", 1999, 1600, 1_000_000),
            product("CRASH-CAKE", 8950, 1600, 400),
            product("CRASH-CROISSANT", 4250, 1600, 60),
            new Product("CRASH-PRINT", 300, 1600, Optional.empty()));

    static final String ORDERS = "/api/orders";
    static final String SESSIONS = "/api/coworking/sessions";

    private Menu() {}

    private static Product product(String sku, long price, int taxRateBp, long stock) {
        return new Product(sku, price, taxRateBp, Optional.of(stock));
    }

    /** Puts the products into an empty catalogue, all of them or none. */
    static void stock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement product = connection.prepareStatement("""
            WITH made AS (
                INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp,
                                      stock)
                VALUES (1, gen_random_uuid(), ?, ?, 'crash', ?, ?, ?)
                RETURNING location_id, id, stock)
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
            SELECT location_id, gen_random_uuid(), id, 'initial', stock
              FROM made
             WHERE stock IS NOT NULL
            """)) {
            for (Product each : PRODUCTS) {
                product.setString(1, each.sku());
                product.setString(2, each.sku());
                product.setLong(3, each.price());
                product.setInt(4, each.taxRateBp());
                product.setObject(5, each.stock().orElse(null), java.sql.Types.BIGINT);
                product.executeUpdate();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** From now on a commit is answered before it is on the disk: the audit must notice. */
    static void acknowledgeTooEarly(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("ALTER DATABASE comanda SET synchronous_commit = off");
            sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = 'comanda' AND pid <> pg_backend_pid()");
        }
    }

    /** One sale: up to five lines, a product sometimes twice, discounts, tips, tenders. */
    static Intent sale(String key, Random random) {
        StringBuilder body = new StringBuilder("{\"register\":\"R").append(1 + random.nextInt(4))
                .append("\",\"lines\":[");
        int lines = 1 + random.nextInt(5);
        for (int i = 0; i < lines; i++) {
            body.append(i == 0 ? "" : ",").append("{\"sku\":\"")
                    .append(PRODUCTS.get(random.nextInt(PRODUCTS.size())).sku())
                    .append("\",\"quantity\":").append(1 + random.nextInt(3))
                    .append(random.nextInt(4) == 0
                            ? ",\"discount\":{\"percentBp\":" + random.nextInt(5000) + "}"
                            : "")
                    .append('}');
        }
        body.append(']').append(switch (random.nextInt(4)) {
            case 0 -> ",\"discount\":{\"amount\":" + random.nextInt(100) + "}";
            case 1 -> ",\"discount\":{\"percentBp\":" + random.nextInt(3000) + "}";
            default -> "";
        }).append(random.nextInt(3) == 0 ? ",\"tip\":{\"percentBp\":1000}" : "");
        body.append(",\"tenders\":[").append(switch (random.nextInt(3)) {
            case 0 -> "{\"method\":\"cash\",\"received\":1000000}";
            case 1 -> "{\"method\":\"card\",\"reference\":\"" + random.nextInt(10_000) + "\"}";
            default -> "{\"method\":\"card\",\"amount\":90},"
                    + "{\"method\":\"cash\",\"received\":1000000}";
        }).append("],\"note\":\"sin azúcar\"}");
        return new Intent(key, ORDERS, body.toString());
    }

    static Intent voidOf(String key, String orderId) {
        return new Intent(key, ORDERS + "/" + orderId + "/void", "{\"reason\":\"se cayó\"}");
    }

    static Intent opening(String key, String seat) {
        return new Intent(key, SESSIONS, "{\"seat\":\"" + seat + "\",\"guestName\":\"Ana\","
                + "\"people\":1,\"tariff\":\"hourly\"}");
    }

    static Intent extra(String key, String sessionId, Random random) {
        return new Intent(key, SESSIONS + "/" + sessionId + "/extras",
                "{\"sku\":\"CRASH-TEA\",\"quantity\":" + (1 + random.nextInt(3)) + "}");
    }

    static Intent checkout(String key, String sessionId, Random random) {
        return new Intent(key, SESSIONS + "/" + sessionId + "/checkout",
                "{\"register\":\"R" + (1 + random.nextInt(4))
                        + "\",\"tenders\":[{\"method\":\"card\"}]}");
    }

    /** Seats that guests are given: F1, F2 … */
    static void furnish(Connection books, int seats) throws SQLException {
        try (Statement sql = books.createStatement()) {
            sql.execute("INSERT INTO seats (location_id, code, kind, name, capacity)"
                    + " SELECT 1, 'F' || n, 'table', 'Mesa ' || n, 4 FROM generate_series(1, "
                    + seats + ") AS n");
        }
    }
}
