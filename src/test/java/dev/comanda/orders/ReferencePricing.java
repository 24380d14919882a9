package dev.comanda.orders;

import dev.comanda.orders.PlaceOrder.Line;
import dev.comanda.orders.PlaceOrder.Share;
import dev.comanda.orders.RandomCarts.Product;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a cart by the rules of design.md section 4, in exact fractions: what
 * {@code price_cart} must come to, written without it.
 */
record ReferencePricing(List<PricedLine> lines, long subtotal, long discount, long tax, long tip,
        long total) {

    private static final long WHOLE = 10_000;

    record PricedLine(String sku, int quantity, long unitPrice, long discount, long orderDiscount,
            int taxRateBp, long tax, long total) {}

    private record Fraction(BigInteger numerator, BigInteger denominator) {

        static Fraction of(long a, long b, long divisor) {
            return new Fraction(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)),
                    BigInteger.valueOf(divisor));
        }

        long down() {
            return numerator.divide(denominator).longValueExact();
        }

        /** The remainder as a numerator; comparable where the denominators are the same. */
        BigInteger remainder() {
            return numerator.mod(denominator);
        }

        long halfUp() {
            boolean up = remainder().shiftLeft(1).compareTo(denominator) >= 0;
            return down() + (up ? 1 : 0);
        }
    }

    /** @param products by SKU */
    static ReferencePricing of(PlaceOrder cart, Map<String, Product> products,
            boolean pricesIncludeTax) {
        List<Long> totals = new ArrayList<>();
        for (Line line : cart.lines()) {
            long gross = product(products, line).price() * line.quantity();
            totals.add(gross - amount(line.discount(), gross));
        }
        long subtotal = totals.stream().mapToLong(Long::longValue).sum();
        long discount = amount(cart.discount(), subtotal);
        long[] shares = shares(discount, totals, subtotal);
        List<PricedLine> lines = new ArrayList<>();
        for (int i = 0; i < totals.size(); i++) {
            Line line = cart.lines().get(i);
            Product product = product(products, line);
            int rate = product.taxRateBp();
            long tax = Fraction.of(totals.get(i) - shares[i], rate,
                    pricesIncludeTax ? WHOLE + rate : WHOLE).halfUp();
            lines.add(new PricedLine(line.sku(), line.quantity(), product.price(),
                    product.price() * line.quantity() - totals.get(i), shares[i], rate, tax,
                    totals.get(i)));
        }
        long tax = lines.stream().mapToLong(PricedLine::tax).sum();
        long due = subtotal - discount + (pricesIncludeTax ? 0 : tax);
        long tip = amount(cart.tip(), due);
        return new ReferencePricing(lines, subtotal, discount, tax, tip, due + tip);
    }

    static long amount(@Nullable Share share, long of) {
        if (share == null) {
            return 0;
        }
        return share.amount() != null
                ? share.amount()
                : Fraction.of(of, Objects.requireNonNull(share.percentBp()), WHOLE).halfUp();
    }

    /** Largest remainder: what the floors leave goes, one unit each, to those that lost most. */
    private static long[] shares(long discount, List<Long> totals, long subtotal) {
        long[] shares = new long[totals.size()];
        if (discount == 0) {
            return shares;
        }
        List<Fraction> quotas = totals.stream()
                .map(total -> Fraction.of(discount, total, subtotal)).toList();
        long left = discount;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = quotas.get(i).down();
            left -= shares[i];
        }
        Comparator<Integer> mostLost = Comparator.comparing(i -> quotas.get(i).remainder());
        IntStream.range(0, shares.length).boxed().sorted(mostLost.reversed()).limit(left)
                .forEach(i -> shares[i]++);
        return shares;
    }

    private static Product product(Map<String, Product> products, Line line) {
        return Objects.requireNonNull(products.get(line.sku()), line.sku());
    }
}
