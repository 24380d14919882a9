package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Entry;
import dev.comanda.crash.Journal.Intent;
import dev.comanda.doctor.Doctor;
import dev.comanda.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * Tills sell and guests pay for their time while the server and its PostgreSQL are killed under
 * them; then the books are held against what the tills were told. {@code -Dcrash.seconds=600} for
 * the long run, {@code -Dcrash.seed} for the same carts and faults again, {@code
 * -Dcrash.unsafe=true} to see it fail.
 */
class CrashTests {

    /** More than the tills fill in ten minutes. */
    private static final int SEATS = 60_000;
    private static final int REPLAYS = 2_000;
    private static final Duration START = Duration.ofMinutes(2);

    private final long seed = Long.getLong("crash.seed", new SecureRandom().nextInt(1_000_000));
    private final Duration time = Duration.ofSeconds(Long.getLong("crash.seconds", 25));
    private final AtomicLong sold = new AtomicLong();
    private final Queue<Intent> unknown = new ConcurrentLinkedQueue<>();
    private final List<String> violations = new ArrayList<>();

    @Test
    void what_a_till_was_told_is_in_the_books_once_however_the_server_died()
            throws IOException, InterruptedException, SQLException {
        System.out.println("CRASH: seed " + seed + ", " + time.toSeconds() + " s");
        Path folder = Path.of("target", "crash");
        FileSystemUtils.deleteRecursively(folder);
        try (Shop shop = new Shop(folder);
                Wire wire = new Wire(shop::url);
                Journal journal = new Journal(folder.resolve("journal.tsv"))) {
            wire.signIn(START);
            try (Connection books = shop.connect()) {
                Menu.stock(books);
                Menu.furnish(books, SEATS);
                if (Boolean.getBoolean("crash.unsafe")) {
                    Menu.acknowledgeTooEarly(books);
                }
            }
            Faults faults = new Faults(shop, seed, sold);
            sell(wire, journal, faults);
            int asked = unknown.size();
            askUntilAnswered(wire, journal);
            audit(shop, wire, journal.read());
            violations.addAll(faults.violations());
            violations.addAll(wire.wrong().values());
            System.out.println("CRASH: " + sold + " acknowledged; faults " + faults + "; " + asked
                    + " unknown at the end; " + shop.endedByItself() + " starts given up");
            assertThat(violations)
                    .as("seed %d; journal and server.log in %s", seed, folder).isEmpty();
        }
    }

    private void sell(Wire wire, Journal journal, Faults faults) throws InterruptedException {
        AtomicBoolean open = new AtomicBoolean(true);
        List<Thread> tills = new ArrayList<>();
        for (int i = 1; i <= Till.TILLS; i++) {
            Till till = new Till(i, seed + i, wire, journal, open::get, unknown, sold);
            tills.add(Thread.ofPlatform().start(till));
        }
        faults.run(time);
        open.set(false);
        for (Thread till : tills) {
            till.join();
        }
    }

    private void askUntilAnswered(Wire wire, Journal journal) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!unknown.isEmpty() && System.nanoTime() < deadline) {
            Intent intent = unknown.remove();
            Optional<Ending> ending = wire.ask(intent);
            if (ending.isPresent()) {
                journal.end(intent, ending.get());
                sold.addAndGet(ending.get().done() ? 1 : 0);
            } else {
                unknown.add(intent);
                Wire.pause();
            }
        }
    }

    /** The books before the replays: those would sell again what was lost. */
    private void audit(Shop shop, Wire wire, Map<String, Entry> journal) throws SQLException {
        try (Connection books = shop.connect()) {
            violations.addAll(found(books));
            Reckoning reckoning = new Reckoning(journal);
            violations.addAll(reckoning.differences(books));
            System.out.println("CRASH: " + reckoning);
            replay(wire, journal);
            violations.addAll(found(books));
        }
    }

    private static List<String> found(Connection books) throws SQLException {
        return Doctor.examineThoroughly(books).findings().stream().map(Finding::toString).toList();
    }

    private void replay(Wire wire, Map<String, Entry> journal) {
        List<Entry> entries = new ArrayList<>(journal.values());
        Collections.shuffle(entries, new Random(seed));
        for (Entry entry : entries.subList(0, Math.min(REPLAYS, entries.size()))) {
            Ending ending = entry.ending();
            if (ending != null && ending.done()) {
                wire.replay(entry.intent(), ending).ifPresent(violations::add);
            }
        }
    }
}
