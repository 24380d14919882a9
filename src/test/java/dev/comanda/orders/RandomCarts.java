package dev.comanda.orders;

import dev.comanda.orders.PlaceOrder.Line;
import dev.comanda.orders.PlaceOrder.Share;
import dev.comanda.orders.PlaceOrder.Tender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Carts of every shape that the contract lets through, the same ones for the same seed. */
final class RandomCarts {

    private static final long[] PRICES = {0, 1, 2, 3, 7, 99, 100, 333, 1005, 4444, 5500, 99_999,
            999_999_999};
    private static final int[] RATES = {0, 1, 500, 800, 1600, 1601, 2100, 3333, 9999, 10_000};
    private static final List<String> METHODS = List.of("cash", "card", "transfer", "account");

    private final SplittableRandom random;
    private final List<Product> products;

    /** Something sold, so that the reference need not ask the database. */
    record Product(String sku, long price, int taxRateBp) {}

    RandomCarts(long seed) {
        random = new SplittableRandom(seed);
        List<Product> made = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long price = i < PRICES.length ? PRICES[i] : random.nextLong(1, 20_000);
            made.add(new Product("P" + i, price, RATES[random.nextInt(RATES.length)]));
        }
        products = List.copyOf(made);
    }

    /** The seed of a run: {@code -Dseed=…} repeats one; a failure prints it. */
    static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    List<Product> products() {
        return products;
    }

    /** A cart that can be priced: no discount is larger than what it applies to. */
    PlaceOrder next() {
        List<Line> lines = new ArrayList<>();
        long subtotal = 0;
        for (int count = lineCount(); count > 0; count--) {
            Product product = products.get(random.nextInt(products.size()));
            int quantity = random.nextInt(10) == 0
                    ? random.nextInt(1, 10_000)
                    : random.nextInt(1, 5);
            long gross = product.price() * quantity;
            Share discount = random.nextInt(3) == 0 ? share(gross) : null;
            subtotal += gross - amount(discount, gross);
            lines.add(new Line(product.sku(), quantity, discount, null));
        }
        Share discount = random.nextInt(2) == 0 ? share(subtotal) : null;
        Share tip = random.nextInt(2) == 0 ? share(5_000) : null;
        return new PlaceOrder("R" + random.nextInt(1, 5), lines, discount, tip, List.of(), null,
                random.nextInt(4) == 0 ? "Zoë \"☕\" \\ Núñez" : null, null, null, null,
                null);
    }

    /** The cart, paid as people pay: several tenders, one for what is left, cash with change. */
    PlaceOrder paid(PlaceOrder cart, long total) {
        List<Tender> tenders = new ArrayList<>();
        long left = total;
        for (int more = random.nextInt(3); more > 0 && left > 1; more--) {
            long part = random.nextLong(1, Math.min(left, 999_999_999_999L));
            tenders.add(tender(METHODS.get(random.nextInt(4)), part, part));
            left -= part;
        }
        if (left > 0) {
            boolean open = left > 999_000_000_000L || random.nextBoolean();
            tenders.add(tender(METHODS.get(random.nextInt(4)), open ? null : left, left));
        }
        Collections.shuffle(tenders, new Random(random.nextLong()));
        return new PlaceOrder(cart.register(), cart.lines(), cart.discount(), cart.tip(), tenders,
                random.nextBoolean() ? total : null, cart.customerName(), cart.note(),
                null, null, null);
    }

    private Tender tender(String method, @Nullable Long amount, long pays) {
        if (!method.equals("cash")) {
            return new Tender(method, amount, null, random.nextBoolean() ? "auth 1" : null);
        }
        boolean exact = pays > 900_000_000_000L || random.nextInt(3) == 0;
        return new Tender(method, amount, exact ? null : pays + random.nextLong(0, 50_000), null);
    }

    private int lineCount() {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(20, 60);
            case 1, 2 -> 1;
            default -> random.nextInt(1, 8);
        };
    }

    private Share share(long of) {
        return switch (random.nextInt(6)) {
            case 0 -> new Share(0L, null);
            case 1 -> new Share(Math.min(of, 999_999_999_999L), null);
            case 2 -> new Share(null, 10_000);
            case 3, 4 -> new Share(null, random.nextInt(10_001));
            default -> new Share(random.nextLong(0, Math.min(of, 999_999_999_999L) + 1), null);
        };
    }

    private static long amount(@Nullable Share share, long of) {
        return share == null ? 0 : ReferencePricing.amount(share, of);
    }
}
