package dev.comanda.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole application over HTTP on a real PostgreSQL, one for all such tests; for each test a
 * shop with a till, whose books must balance when the test is over.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        // two hundred race for eight connections: each has its turn, however slow the machine
        properties = "spring.datasource.hikari.connection-timeout=20000")
@Import(TestDatabase.class)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class InAShop {

    /** Beside the application's pool, so that a test still sees while that one is exhausted. */
    private static final Map<JdbcConnectionDetails, JdbcClient> CLIENTS = new ConcurrentHashMap<>();

    @LocalServerPort
    private int port;
    @Autowired
    private JdbcConnectionDetails database;

    private final List<Shop> shops = new ArrayList<>();
    protected Shop shop;
    protected Till till;

    @BeforeEach
    void openTheShop() {
        shop = open(Shop.MEXICAN);
        till = shop.till();
    }

    @AfterEach
    void closeTheBooks() {
        shops.forEach(Shop::assertBooksBalance);
    }

    protected final Shop open(Shop.Terms terms) {
        Shop opened = new Shop(CLIENTS.computeIfAbsent(database, InAShop::client), port, terms);
        shops.add(opened);
        return opened;
    }

    /** A connection without the application's limits; the caller closes it. */
    protected final Connection connection() throws SQLException {
        return TestDatabase.open(database);
    }

    /** So many lines a second are the server's, and the tests before have used them, too. */
    protected static void awaitLinesOfTheLog() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(1100));
    }

    private static JdbcClient client(JdbcConnectionDetails database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setMaximumPoolSize(4);
        pool.setPoolName("tests");
        return JdbcClient.create(pool);
    }
}
