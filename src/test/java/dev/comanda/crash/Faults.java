package dev.comanda.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Breaks the server at random instants, one fault after another, until the time is over. */
final class Faults {

    /** What is broken. */
    enum Fault {
        BACKENDS,
        POSTGRES,
        JVM,
        BOTH
    }

    private static final Duration COMEBACK = Duration.ofSeconds(90);
    /** At least two ends of each, however short the run; the order is the seed's. */
    private static final List<Fault> AT_LEAST = List.of(Fault.JVM, Fault.POSTGRES, Fault.BOTH,
            Fault.BACKENDS, Fault.BACKENDS, Fault.BACKENDS);

    private final Shop shop;
    private final Random random;
    private final AtomicLong sold;
    private final Map<Fault, Integer> count = new EnumMap<>(Fault.class);
    private final List<String> violations = new ArrayList<>();
    private long longestOutageMs;

    Faults(Shop shop, long seed, AtomicLong sold) {
        this.shop = shop;
        this.random = new Random(seed);
        this.sold = sold;
    }

    /** Goes on for the time given and until everything was broken often enough. */
    void run(Duration time) {
        List<Fault> first = new ArrayList<>(AT_LEAST);
        Collections.shuffle(first, random);
        long end = System.nanoTime() + time.toNanos();
        while (violations.isEmpty() && (System.nanoTime() < end || !first.isEmpty())) {
            Fault fault = first.isEmpty()
                    ? Fault.values()[random.nextInt(Fault.values().length)]
                    : first.removeFirst();
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(2500)).toNanos());
            if (strike(fault)) {
                count.merge(fault, 1, Integer::sum);
            } else {
                first.add(fault); // nothing was there to be broken
            }
            if (random.nextInt(4) > 0) { // else the next one meets it while it comes back
                awaitSale(fault);
            }
        }
    }

    /** What was not there again in time. */
    List<String> violations() {
        return violations;
    }

    @Override
    public String toString() {
        return count + ", longest time without a sale after one " + longestOutageMs + " ms";
    }

    private boolean strike(Fault fault) {
        switch (fault) {
            case BACKENDS -> {
                return terminateBackends();
            }
            case POSTGRES -> {
                return shop.killPostgres();
            }
            case JVM -> shop.killJvm();
            case BOTH -> {
                return shop.killBoth();
            }
        }
        return true;
    }

    private boolean terminateBackends() {
        try (Connection connection = shop.connect(); Statement sql = connection.createStatement()) {
            sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                    + " ORDER BY random() LIMIT " + (1 + random.nextInt(8)));
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void awaitSale(Fault fault) {
        long before = sold.get();
        long start = System.nanoTime();
        while (sold.get() == before) {
            if (System.nanoTime() - start > COMEBACK.toNanos()) {
                violations.add("NO COMEBACK within " + COMEBACK + " after " + fault);
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        longestOutageMs = Math.max(longestOutageMs, (System.nanoTime() - start) / 1_000_000);
    }
}
