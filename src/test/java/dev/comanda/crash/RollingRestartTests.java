package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.doctor.Doctor;
import dev.comanda.deploy.Instance;
import dev.comanda.deploy.Instance.Program;
import dev.comanda.migration.MigrationScript;
import dev.comanda.testing.TestDatabase;
import java.io.IOException;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * Two instances behind a proxy, each replaced in turn while a shop sells on and screens follow it,
 * one killed besides (R 1.20: both start at once on an empty database). {@code -Drolling.from} and
 * {@code -Drolling.to} name jars to go from and to, {@code -Drolling.back=true} goes back again,
 * and then takes the schema back to {@code -Drolling.schema} and forth: {@code bin/rolling}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RollingRestartTests {

    private static final int COUNTERS = 4;
    /** None where a build has no topics to follow. */
    private static final int SCREENS = Integer.getInteger("rolling.screens", 9);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration END = Duration.ofSeconds(60);

    private final long seed = Long.getLong("rolling.seed", new SecureRandom().nextInt(1_000_000));
    private final Path folder = Path.of("target", "rolling");
    private final JdbcConnectionDetails database = TestDatabase.fresh();
    private final List<Instance> all = new ArrayList<>();
    private final Waits waits = new Waits();
    private final List<Thread> counters = new ArrayList<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean shown = new AtomicBoolean(true);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    @AfterEach
    void stop() {
        http.shutdownNow();
        all.forEach(Instance::close);
    }

    @Test
    void a_deploy_beside_a_crash_fails_no_sale_makes_none_twice_and_shows_each_once()
            throws Exception {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Program from = program("rolling.from");
        Program to = program("rolling.to");
        try (Balancer balancer = new Balancer();
                Wire wire = new Wire(balancer::url);
                BadLine line = new BadLine(balancer::anyPort, seed);
                Journal journal = new Journal(folder.resolve("journal.tsv"));
                Connection books = TestDatabase.open(database)) {
            List<Instance> shop = startBoth(from, balancer);
            line.mend();
            wire.signIn(START);
            Menu.stock(books);
            Hall hall = new Hall(http, line.port(), shown::get);
            List<Follower> screens = hall.enrol(SCREENS, wire, seed);
            List<Thread> watching = screens.stream().map(hall::seat).toList();
            openCounters(wire, journal);
            waits.awaitSales(100, START);

            shop = replaceEach(shop, to, balancer);
            Instance killed = shop.removeFirst();
            waits.during("one killed", () -> {
                killed.kill();
                waits.awaitSales(100, START);
                balancer.remove(killed);
                return killed;
            });
            if (Boolean.getBoolean("rolling.back")) {
                shop.add(join(to, balancer)); // as a platform starts another for the killed one
                replaceEach(shop, from, balancer);
                waits.awaitSales(100, START);
                takeTheSchemaBackAndForth();
            }

            closeCounters();
            Map<String, Hall.End> ends = Hall.ends(books);
            hall.awaitAll(screens, ends, START);
            shown.set(false);
            for (Thread screen : watching) {
                screen.join();
            }
            System.out.println("ROLLING: seed " + seed + ", " + balancer.brokenOff()
                    + " answers broken off");
            waits.report().forEach(seen -> System.out.println("ROLLING: " + seen));
            System.out.println("ROLLING: " + SCREENS + " screens, events " + ends + ", "
                    + new TreeMap<>(hall.counts()));
            assertThat(hall.violations()).as("seed %d", seed).isEmpty();
            screens.forEach(screen -> screen.assertShows(ends));
            assertThat(Doctor.examineThoroughly(books).findings()).as("seed %d", seed).isEmpty();
            assertThat(new Reckoning(journal.read()).differences(books)).as("seed %d", seed)
                    .isEmpty();
            assertThat(wire.wrong()).as("answers that no restart excuses").isEmpty();
            assertThat(migrationsAppliedTwice(books)).isZero();
        }
    }

    private static Program program(String property) {
        return Optional.ofNullable(System.getProperty(property)).map(Path::of).map(Program::jar)
                .orElseGet(Program::underTest);
    }

    private List<Instance> startBoth(Program program, Balancer balancer) throws IOException {
        List<Instance> both = new ArrayList<>(List.of(start(program), start(program)));
        for (Instance instance : both) {
            instance.awaitReady(START);
            balancer.add(instance);
        }
        return both;
    }

    /** As platforms do: the new one beside the old one, then the old one leaves. */
    private List<Instance> replaceEach(List<Instance> shop, Program program, Balancer balancer)
            throws IOException, InterruptedException {
        List<Instance> replaced = new ArrayList<>();
        for (Instance old : shop) {
            replaced.add(waits.during("one replaced", () -> {
                Instance fresh = join(program, balancer);
                old.terminate();
                assertThat(old.awaitEnd(END)).as("exit code").isEqualTo(143);
                balancer.remove(old);
                return fresh;
            }));
        }
        return replaced;
    }

    /** Where the earlier release had another: {@code -Drolling.schema}, its newest migration. */
    private void takeTheSchemaBackAndForth() throws IOException, InterruptedException {
        String older = System.getProperty("rolling.schema", "");
        if (!older.isEmpty() && !older.equals(MigrationScript.inRelease().getLast().version())) {
            SchemaBack schema = new SchemaBack(database);
            String loss = waits.during("dry run to V" + older, () -> schema.lossOf(older));
            waits.during("schema back to V" + older + ", loss " + loss,
                    () -> schema.back(older, loss));
            waits.awaitSales(100, START);
            waits.during("schema forth", schema::forth);
            waits.awaitSales(100, START);
        }
    }

    private Instance join(Program program, Balancer balancer) throws IOException {
        Instance instance = start(program);
        instance.awaitReady(START);
        balancer.add(instance);
        return instance;
    }

    private Instance start(Program program) throws IOException {
        Path log = folder.resolve("instance-" + (all.size() + 1) + ".log");
        Instance instance = Instance.start(program, log, database,
                Map.of("SHUTDOWN_DRAIN_SECONDS", "1"));
        all.add(instance);
        return instance;
    }

    private void openCounters(Wire wire, Journal journal) {
        for (int i = 1; i <= COUNTERS; i++) {
            counters.add(Thread.ofPlatform().start(new Counter("counter-" + i, seed + i, wire,
                    journal, open::get, waits)));
        }
    }

    private void closeCounters() throws InterruptedException {
        open.set(false);
        for (Thread counter : counters) {
            counter.join();
        }
    }

    private static long migrationsAppliedTwice(Connection books) throws SQLException {
        try (Statement sql = books.createStatement();
                ResultSet rows = sql.executeQuery("SELECT count(*) - count(DISTINCT version)"
                        + " FROM flyway_schema_history")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
