package dev.comanda.crash;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Intent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One counter: sells cart after cart, takes one sale in twenty back, writes down each wish before
 * it is sent and each ending when it is heard. What stays unknown it asks again now or leaves for
 * the end of the run.
 */
final class Till implements Runnable {

    private final String name;
    private final Random random;
    private final Wire wire;
    private final Journal journal;
    private final BooleanSupplier open;
    private final Queue<Intent> unknown;
    private final AtomicLong sold;
    private final Deque<Intent> mine = new ArrayDeque<>();
    private int count;

    /**
     * Sets one up.
     *
     * @param unknown where it leaves what it does not ask again itself
     * @param sold    counts what is acknowledged, over all tills
     */
    Till(String name, long seed, Wire wire, Journal journal, BooleanSupplier open,
            Queue<Intent> unknown, AtomicLong sold) {
        this.name = name;
        this.random = new Random(seed);
        this.wire = wire;
        this.journal = journal;
        this.open = open;
        this.unknown = unknown;
        this.sold = sold;
    }

    @Override
    public void run() {
        while (open.getAsBoolean()) {
            boolean again = !mine.isEmpty() && random.nextInt(3) > 0;
            Intent intent = again ? mine.removeFirst() : Menu.sale(nextKey(), random);
            if (!again) {
                journal.intend(intent);
            }
            if (serve(intent).isEmpty()) {
                (random.nextInt(4) == 0 ? unknown : mine).add(intent);
                Wire.pause();
            }
        }
        unknown.addAll(mine);
    }

    private Optional<Ending> serve(Intent intent) {
        Optional<Ending> ending = wire.ask(intent);
        if (ending.isPresent()) {
            journal.end(intent, ending.get());
            if (ending.get().done()) {
                sold.incrementAndGet();
                if (intent.isSale() && random.nextInt(20) == 0) {
                    Intent back = Menu.voidOf(nextKey(), wire.orderId(ending.get()));
                    journal.intend(back);
                    mine.add(back);
                }
            }
        }
        return ending;
    }

    private String nextKey() {
        return name + "-" + ++count;
    }
}
