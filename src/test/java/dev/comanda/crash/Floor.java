package dev.comanda.crash;

import dev.comanda.crash.Journal.Ending;
import dev.comanda.crash.Journal.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One who sells, voids, seats guests, brings them things and counts the shelf, on and on. */
final class Floor implements Runnable {

    private final String name;
    private final Random random;
    private final Wire wire;
    private final List<String> products;
    private final BooleanSupplier open;
    private final AtomicLong done;
    private final List<String> orders = new ArrayList<>();
    private String session = "";
    private int asked;

    /** @param products ids, for the deliveries */
    Floor(String name, long seed, Wire wire, List<String> products, BooleanSupplier open,
            AtomicLong done) {
        this.name = name;
        this.random = new Random(seed);
        this.wire = wire;
        this.products = products;
        this.open = open;
        this.done = done;
    }

    @Override
    public void run() {
        while (open.getAsBoolean()) {
            switch (random.nextInt(8)) {
                case 0 -> voidOne();
                case 1 -> deliver();
                case 2, 3, 4 -> serve();
                default -> until(Menu.sale(key(), random))
                        .ifPresent(sale -> orders.add(wire.id(sale)));
            }
            LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
        }
    }

    private void voidOne() {
        if (!orders.isEmpty()) {
            until(Menu.voidOf(key(), orders.remove(random.nextInt(orders.size()))));
        }
    }

    /** Without a key, so it is asked for once: it happened or it did not. */
    private void deliver() {
        String product = products.get(random.nextInt(products.size()));
        wire.ask(new Intent(key(), "/api/products/" + product + "/stock",
                "{\"delta\":3,\"reason\":\"entrega\"}")).ifPresent(_ -> done.incrementAndGet());
    }

    private void serve() {
        if (session.isEmpty()) {
            until(Menu.opening(key(), "F" + name))
                    .ifPresent(opened -> session = wire.id(opened));
            return;
        }
        String path = Menu.SESSIONS + "/" + session;
        switch (random.nextInt(6)) {
            case 0 -> {
                until(new Intent(key(), path + "/cancel", "{\"reason\":\"se fue\"}"));
                session = "";
            }
            case 1 -> until(new Intent(key(), path + "/people",
                    "{\"people\":" + (1 + random.nextInt(4)) + "}"));
            case 2 -> {
                until(Menu.checkout(key(), session, random)).ifPresent(_ -> session = "");
            }
            default -> until(Menu.extra(key(), session, random));
        }
    }

    /** Asks under its key until it is answered. */
    private Optional<Ending> until(Intent intent) {
        Optional<Ending> ending = wire.ask(intent);
        while (ending.isEmpty()) {
            Wire.pause();
            ending = wire.ask(intent);
        }
        done.addAndGet(ending.get().done() ? 1 : 0);
        return ending.filter(Ending::done);
    }

    private String key() {
        return "floor-" + name + "-" + ++asked;
    }
}
