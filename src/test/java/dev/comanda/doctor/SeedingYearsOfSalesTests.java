package dev.comanda.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** {@code bin/load seed-orders} leaves books like those of orders that were sold. */
class SeedingYearsOfSalesTests {

    private static final String LATE_POSITIONS = """
        SELECT count(*)
          FROM (SELECT position < lag(position) OVER (PARTITION BY location_id, topic ORDER BY seq)
                       AS late
                  FROM events) AS e
         WHERE e.late
        """;

    /** What was seeded lies before what was sold, so its events come first. */
    @Test
    void orders_seeded_into_a_shop_that_has_sold_leave_no_gap() throws Exception {
        JdbcConnectionDetails shop = TestDatabase.fresh();
        UsedShop.fill(shop);
        try (Connection connection = TestDatabase.open(shop)) {
            for (int orders : List.of(300, 20)) {
                long before = count(connection, "SELECT count(*) FROM orders");
                long told = count(connection, "SELECT count(*) FROM events");

                seed(shop, orders);

                assertThat(Doctor.examineThoroughly(connection).findings()).isEmpty();
                assertThat(count(connection, "SELECT count(*) FROM orders") - before)
                        .isEqualTo(orders);
                assertThat(count(connection, "SELECT count(*) FROM events")).isGreaterThan(told);
                assertThat(count(connection, LATE_POSITIONS)).isZero();
            }
        }
    }

    /** As bin/load does, from the sources: the load is a project of its own. */
    private static void seed(JdbcConnectionDetails shop, int orders)
            throws IOException, InterruptedException {
        String classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path"));
        String account = encoded(shop.getUsername()) + ":" + encoded(shop.getPassword());
        Process load = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classPath,
                "loadtest/src/main/java/dev/comanda/loadtest/Load.java", "seed-orders",
                "--database-url", shop.getJdbcUrl().replace("jdbc:postgresql://",
                        "postgres://" + account + "@"),
                Integer.toString(orders)).redirectErrorStream(true).start();
        String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(load.waitFor()).as(output).isZero();
    }

    private static String encoded(@Nullable String part) {
        return URLEncoder.encode(String.valueOf(part), StandardCharsets.UTF_8);
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
