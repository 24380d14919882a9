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
 * One counter: sells cart after cart, takes one sale in twenty back, lets guests sit, brings them
 * things and lets them pay, writes down each wish before it is sent and each ending when it is
 * heard. What stays unknown it asks again now or leaves for the end of the run.
 */
final class Till implements Runnable {

    /** Each seat is one till's, and one guest's. */
    static final int TILLS = 6;

    private final int number;
    private final Random random;
    private final Wire wire;
    private final Journal journal;
    private final BooleanSupplier open;
    private final Queue<Intent> unknown;
    private final AtomicLong sold;
    private final Deque<Intent> mine = new ArrayDeque<>();
    private int count;
    private int seats;

    /**
     * Sets one up.
     *
     * @param number  1 to {@link #TILLS}
     * @param unknown where it leaves what it does not ask again itself
     * @param sold    counts what is acknowledged, over all tills
     */
    Till(int number, long seed, Wire wire, Journal journal, BooleanSupplier open,
            Queue<Intent> unknown, AtomicLong sold) {
        this.number = number;
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
            Intent intent = again ? mine.removeFirst() : newcomer();
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
                next(intent, ending.get()).ifPresent(then -> {
                    journal.intend(then);
                    mine.add(then);
                });
            }
        }
        return ending;
    }

    private Intent newcomer() {
        return random.nextInt(3) == 0
                ? Menu.opening(nextKey(), "F" + (number + TILLS * ++seats))
                : Menu.sale(nextKey(), random);
    }

    /** What a thing that is done leads to. */
    private Optional<Intent> next(Intent intent, Ending ending) {
        if (intent.isOpening()) {
            return Optional.of(Menu.extra(nextKey(), wire.id(ending), random));
        } else if (intent.isExtra()) {
            return Optional.of(random.nextBoolean()
                    ? Menu.extra(nextKey(), intent.subject(), random)
                    : Menu.checkout(nextKey(), intent.subject(), random));
        }
        return intent.isSale() && random.nextInt(20) == 0
                ? Optional.of(Menu.voidOf(nextKey(), wire.id(ending)))
                : Optional.empty();
    }

    private String nextKey() {
        return "till-" + number + "-" + ++count;
    }
}
