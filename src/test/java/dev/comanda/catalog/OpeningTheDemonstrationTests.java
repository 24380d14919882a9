package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.migration.MigrationSettings;
import dev.comanda.testing.TestDatabase;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

class OpeningTheDemonstrationTests {

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final JdbcClient jdbc = JdbcClient.create(database);

    @BeforeEach
    void anEmptyDatabase() {
        JdbcConnectionDetails fresh = TestDatabase.fresh();
        database.setURL(fresh.getJdbcUrl());
        database.setUser(fresh.getUsername());
        database.setPassword(fresh.getPassword());
        MigrationSettings.migrate(database, Optional.empty());
    }

    private DemoCafe cafe(boolean own, @Nullable String asked) {
        MockEnvironment environment = new MockEnvironment();
        if (asked != null) {
            environment.setProperty("COMANDA_DEMO", asked);
        }
        return new DemoCafe(database, own, environment);
    }

    private long products() {
        return jdbc.sql("SELECT count(*) FROM products").query(Long.class).single();
    }

    @Test
    void the_cafe_has_what_the_readme_sells() throws Exception {
        cafe(true, null).open();

        assertThat(products()).isBetween(55L, 70L);
        assertThat(
                jdbc.sql("SELECT sku FROM products WHERE sku IN ('LATTE', 'CROISSANT') ORDER BY 1")
                        .query(String.class).list())
                .containsExactly("CROISSANT", "LATTE");
        assertThat(jdbc.sql("""
            SELECT count(*) FROM products
             WHERE sku = 'LATTE' AND price = 5500 AND tax_rate_bp = 1600 AND stock >= 200
            """).query(Long.class).single()).isEqualTo(1);
        assertThat(jdbc.sql("SELECT DISTINCT tax_rate_bp FROM products ORDER BY 1")
                .query(Integer.class).list()).containsExactly(0, 1600);
        assertThat(jdbc.sql("SELECT count(*) FROM products WHERE oversell_allowed")
                .query(Long.class).single()).isEqualTo(1);
        assertThat(jdbc.sql("""
            SELECT count(*) FROM products AS p
             WHERE p.stock <> (SELECT sum(m.quantity) FROM stock_movements AS m
                                WHERE m.location_id = 1 AND m.product_id = p.id)
            """).query(Long.class).single()).isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM all_events").query(Long.class).single())
                .isEqualTo(products());
    }

    @Test
    void its_barcodes_have_their_check_digit() throws Exception {
        cafe(true, null).open();

        List<String> codes = jdbc.sql("SELECT barcode FROM products WHERE barcode IS NOT NULL")
                .query((row, number) -> row.getString("barcode")).list();
        assertThat(codes).hasSizeGreaterThan(10).allMatch(code -> {
            int sum = 0;
            for (int i = 0; i < 13; i++) {
                sum += (code.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
            }
            return code.matches("750[0-9]{10}") && sum % 10 == 0;
        });
    }

    @Test
    void an_operators_database_stays_as_it_is_unless_asked() throws Exception {
        cafe(false, null).open();
        cafe(true, "false").open();
        assertThat(products()).isZero();

        cafe(false, "true").open();
        assertThat(products()).isPositive();
    }

    @Test
    void a_location_with_a_product_is_left_alone() throws Exception {
        jdbc.sql("""
            INSERT INTO products (location_id, id, sku, name, category, price, tax_rate_bp, active)
            VALUES (1, uuid_v7(), 'OWN', 'Own', 'X', 1, 0, false)
            """).update();

        cafe(true, null).open();

        assertThat(products()).isEqualTo(1);
    }

    @Test
    void instances_that_start_at_once_load_it_once() throws Exception {
        Callable<Boolean> start = () -> {
            cafe(true, null).open();
            return true;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(6, start))) {
                assertThat(done.get()).isTrue();
            }
        }
        long once = products();
        cafe(true, null).open();

        assertThat(products()).isEqualTo(once).isLessThan(100);
        assertThat(jdbc.sql("SELECT count(*) FROM all_events").query(Long.class).single())
                .isEqualTo(once);
    }
}
