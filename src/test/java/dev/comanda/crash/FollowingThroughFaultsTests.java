package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.deploy.Instance;
import dev.comanda.deploy.Instance.Program;
import dev.comanda.doctor.Doctor;
import dev.comanda.testing.TestDatabase;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * Three instances on one database, twenty who write, and screens behind bad lines, while instances
 * are killed and replaced: at the end every screen is what the database is, and has been told each
 * number once. {@code -Dfeed.seconds=3600 -Dfeed.clients=200} for an hour, {@code -Dfeed.seed} for
 * the same choices.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FollowingThroughFaultsTests {

    private static final int INSTANCES = 3;
    private static final int AT_LEAST = 1;
    /** A busy machine makes a start slow, and nothing here is about its speed. */
    private static final Duration START = Duration.ofMinutes(10);

    private final long seed = Long.getLong("feed.seed", new SecureRandom().nextInt(1_000_000));
    private final Duration time = Duration.ofSeconds(Long.getLong("feed.seconds", 4));
    private final int clients = Integer.getInteger("feed.clients", 30);
    private final int writers = Integer.getInteger("feed.writers", 20);
    private final Random random = new Random(seed);
    private final Path folder = Path.of("target", "feed");
    private final JdbcConnectionDetails database = TestDatabase.fresh();
    private final List<Instance> all = new ArrayList<>();
    private final List<Instance> serving = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicLong written = new AtomicLong();
    private int killed;

    @AfterEach
    void stop() {
        http.shutdownNow();
        all.forEach(Instance::close);
    }

    @Test
    void every_screen_ends_as_the_database_is_whatever_broke_on_the_way() throws Exception {
        System.out.println("FEED: seed " + seed + ", " + time.toSeconds() + " s, " + clients
                + " screens, " + writers + " writers");
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        AtomicBoolean open = new AtomicBoolean(true);
        AtomicBoolean shown = new AtomicBoolean(true);
        try (Balancer balancer = new Balancer();
                Wire wire = new Wire(balancer::url);
                BadLine line = new BadLine(balancer::anyPort, seed);
                Connection books = TestDatabase.open(database)) {
            for (int i = 0; i < INSTANCES; i++) {
                start();
            }
            for (Instance instance : all) {
                join(instance, balancer);
            }
            wire.signIn(START);
            Menu.stock(books);
            Menu.furnish(books, writers);
            Hall hall = new Hall(http, line.port(), shown::get);
            List<Follower> screens = hall.enrol(clients, wire, seed);
            List<Thread> watching = screens.stream().map(hall::seat).toList();
            List<Thread> working = work(wire, books, open);

            strike(balancer);

            open.set(false);
            join(working);
            line.mend();
            Map<String, Hall.End> ends = Hall.ends(books);
            long converged = hall.awaitAll(screens, ends, START);
            shown.set(false);
            join(watching);
            System.out.println("FEED: " + written + " writes done, events " + ends + "; " + killed
                    + " instances killed; " + line + "; " + new TreeMap<>(hall.counts())
                    + "; all screens there after " + converged + " ms");
            assertThat(hall.violations()).as("seed %d, logs in %s", seed, folder).isEmpty();
            screens.forEach(screen -> screen.assertShows(ends));
            assertThat(wire.wrong()).as("answers that no fault excuses").isEmpty();
            assertThat(Doctor.examineThoroughly(books).findings()).as("seed %d", seed).isEmpty();
        }
    }

    private Instance start() throws Exception {
        Instance instance = Instance.start(Program.underTest(),
                folder.resolve("instance-" + (all.size() + 1) + ".log"), database,
                Map.of("ACCESS_TOKEN_MINUTES", "600", "SOCKETS_PER_ADDRESS", "0",
                        "RATE_LIMIT_PER_ADDRESS", "0", "RATE_LIMIT_PER_CALLER", "0"));
        all.add(instance);
        return instance;
    }

    private void join(Instance instance, Balancer balancer) {
        instance.awaitReady(START);
        balancer.add(instance);
        serving.add(instance);
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private List<Thread> work(Wire wire, Connection books, AtomicBoolean open)
            throws SQLException {
        List<String> products = new ArrayList<>();
        try (Statement sql = books.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT id FROM products WHERE stock IS NOT NULL ORDER BY sku")) {
            while (row.next()) {
                products.add(row.getString(1));
            }
        }
        List<Thread> working = new ArrayList<>();
        for (int i = 1; i <= writers; i++) {
            working.add(Thread.ofVirtual().start(new Floor(Integer.toString(i), seed + i, wire,
                    products, open::get, written)));
        }
        return working;
    }

    /** Kills one after the other and puts a new one in its place, until the time is over. */
    private void strike(Balancer balancer) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || killed < AT_LEAST) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(3000)));
            Instance victim = serving.get(random.nextInt(serving.size()));
            serving.remove(victim);
            victim.kill();
            killed++;
            balancer.remove(victim);
            join(start(), balancer);
        }
    }
}
