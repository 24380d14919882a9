package dev.comanda.orders;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a till asks for. Prices never come from the till: {@code create_order} reads them.
 *
 * @param register      code of the register that sells
 * @param lines         1 to 200; a product named twice adds up
 * @param discount      off the whole order, spread over its lines
 * @param tip           never taxed, never revenue; a percentage is of what is due for the goods
 * @param tenders       what pays; one of them may leave its amount to be computed
 * @param expectedTotal what the cashier saw, in minor units; a difference is refused with a quote
 */
record PlaceOrder(String register, List<Line> lines, @Nullable Share discount, @Nullable Share tip,
        List<Tender> tenders, @Nullable Long expectedTotal, @Nullable String customerName,
        @Nullable String note) {

    PlaceOrder {
        tenders = Objects.requireNonNullElse(tenders, List.of());
    }

    /** One line, quantity in pieces. */
    record Line(String sku, int quantity, @Nullable Share discount) {}

    /** Either an amount in minor units or a percentage in basis points (1000 is 10 %). */
    record Share(@Nullable Long amount, @Nullable Integer percentBp) {}

    /** Amounts in minor units; {@code received} belongs to cash, {@code reference} to the rest. */
    record Tender(String method, @Nullable Long amount, @Nullable Long received,
            @Nullable String reference) {}
}
