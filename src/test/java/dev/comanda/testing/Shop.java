package dev.comanda.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** A location of its own, made by SQL: what one test sells no other sees, nothing is cleaned. */
public final class Shop {

    /** Prices in pesos with the tax in them. */
    public static final Terms MEXICAN = new Terms("MXN", "America/Mexico_City", true);
    /** Prices in dollars, tax on top. */
    public static final Terms AMERICAN = new Terms("USD", "America/New_York", false);

    private static final String PASSWORD = "correct horse battery";
    /** At the least costs, which a hash has in it: hundreds of tests sign in, none guesses. */
    private static final String HASH = Objects.requireNonNull(
            new Argon2PasswordEncoder(16, 32, 1, 8, 1).encode(PASSWORD));

    private final int id;
    private final String code;
    private final JdbcClient jdbc;
    private final int port;

    /** How a location prices and when its day begins. */
    public record Terms(String currency, String timeZone, boolean pricesIncludeTax) {}

    Shop(JdbcClient jdbc, int port, Terms terms) {
        this.jdbc = jdbc;
        this.port = port;
        this.code = "shop-" + UUID.randomUUID().toString().substring(0, 12);
        this.id = jdbc.sql("""
            INSERT INTO locations (code, name, currency, time_zone, prices_include_tax)
            VALUES (?, ?, ?, ?, ?)
            RETURNING id
            """).params(code, code, terms.currency(), terms.timeZone(), terms.pricesIncludeTax())
                .query(Integer.class).single();
        for (int register = 1; register <= 4; register++) {
            register("R" + register);
        }
    }

    public int id() {
        return id;
    }

    /** As in topics: {@code main}. */
    public String code() {
        return code;
    }

    /** For what only SQL can arrange or see; not the application's pool. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    public void register(String register) {
        jdbc.sql("INSERT INTO registers (location_id, code) VALUES (?, ?)").params(id, register)
                .update();
    }

    /** A till that the shop's administrator has signed in to. */
    public Till till() {
        return till("admin");
    }

    /** A till that a new member of staff has signed in to. */
    public Till till(String role) {
        String name = role + "-" + UUID.randomUUID();
        jdbc.sql("""
            INSERT INTO staff (location_id, id, username, name, role, password_hash)
            VALUES (?, ?, ?, ?, ?, ?)
            """).params(id, UUID.randomUUID(), name, name, role, HASH).update();
        return Till.signIn(port, code, name, PASSWORD);
    }

    /** Puts a product on sale; its stock is null where it is not counted. */
    public UUID sells(String sku, long price, int taxRateBp, @Nullable Long stock) {
        UUID product = UUID.randomUUID();
        jdbc.sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp, stock)
            VALUES (?, ?, ?, ?, 'test', ?, ?, ?)
            """).params(Arrays.asList(id, product, sku, sku, price, taxRateBp, stock))
                .update();
        if (stock != null) {
            move(product, "initial", stock);
        }
        return product;
    }

    /** A delivery: stock and its movement. */
    public void restock(String sku, long quantity) {
        UUID product = jdbc.sql("""
            UPDATE products
               SET stock = stock + ?
             WHERE location_id = ? AND sku = ?
            RETURNING id
            """).params(quantity, id, sku).query(UUID.class).single();
        move(product, "adjustment", quantity);
    }

    /** What the catalogue does to change a price. */
    public void reprice(String sku, long price) {
        jdbc.sql("""
            UPDATE products
               SET price = ?, version = version + 1
             WHERE location_id = ? AND sku = ?
            """).params(price, id, sku).update();
    }

    public long stock(String sku) {
        return jdbc.sql("SELECT stock FROM products WHERE location_id = ? AND sku = ?")
                .params(id, sku).query(Long.class).single();
    }

    public long lastReceipt(String register) {
        return jdbc.sql("""
            SELECT last_receipt_number FROM registers WHERE location_id = ? AND code = ?
            """).params(id, register).query(Long.class).single();
    }

    public long orders() {
        return count("orders");
    }

    public long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE location_id = ?").params(id)
                .query(Long.class).single();
    }

    /** Everything that the database knows of this shop, by table: equal where nothing changed. */
    public Map<String, String> everything() {
        Map<String, String> tables = new TreeMap<>();
        for (String table : jdbc.sql("""
            SELECT c.table_name
              FROM information_schema.columns AS c
             WHERE c.table_schema = current_schema() AND c.column_name = 'location_id'
               AND c.table_name NOT IN ('outbox', 'events', 'topics')   -- together: all_events
            """).query(String.class).list()) {
            tables.put(table, jdbc.sql("""
                SELECT count(t) || ' rows ' || coalesce(md5(string_agg(t::text, '|'
                                                                       ORDER BY t::text)), '')
                  FROM %s AS t
                 WHERE t.location_id = ?
                """.formatted(table)).params(id).query(String.class).single());
        }
        return tables;
    }

    /** The invariants of design.md section 2 as far as orders have them. */
    public void assertBooksBalance() {
        List<@Nullable String> wrong = jdbc.sql(Books.WHAT_IS_WRONG).param("location", id)
                .query(String.class).list();
        assertThat(wrong).as("what is wrong in the books of %s", code).isEmpty();
    }

    private void move(UUID product, String kind, long quantity) {
        jdbc.sql("""
            INSERT INTO stock_movements (location_id, source_id, product_id, kind, quantity)
            VALUES (?, ?, ?, ?, ?)
            """).params(id, UUID.randomUUID(), product, kind, quantity).update();
    }
}
