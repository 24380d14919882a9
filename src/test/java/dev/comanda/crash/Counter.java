package dev.comanda.crash;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Intent;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One counter of a shop that sells on while its servers are replaced: it asks for each sale, by its
 * key, until it is answered, and only then serves the next guest.
 */
final class Counter implements Runnable {

    /** The servers that start beside it need the processor, too. */
    private static final Duration BETWEEN_GUESTS = Duration
            .ofMillis(Integer.getInteger("rolling.pause", 25));

    private final String name;
    private final Random random;
    private final Wire wire;
    private final Journal journal;
    private final BooleanSupplier open;
    private final Waits waits;

    /** Opens one. */
    Counter(String name, long seed, Wire wire, Journal journal, BooleanSupplier open,
            Waits waits) {
        this.name = name;
        this.random = new Random(seed);
        this.wire = wire;
        this.journal = journal;
        this.open = open;
        this.waits = waits;
    }

    @Override
    public void run() {
        for (int sale = 1; open.getAsBoolean(); sale++) {
            Intent intent = Menu.sale(name + "-" + sale, random);
            journal.intend(intent);
            long start = System.nanoTime();
            Optional<Ending> ending = ask(intent);
            while (ending.isEmpty()) {
                Wire.pause();
                ending = ask(intent);
            }
            waits.answered((System.nanoTime() - start) / 1_000_000);
            journal.end(intent, ending.get());
            LockSupport.parkNanos(BETWEEN_GUESTS.toNanos());
        }
    }

    private Optional<Ending> ask(Intent intent) {
        waits.ask();
        return wire.ask(intent);
    }
}
