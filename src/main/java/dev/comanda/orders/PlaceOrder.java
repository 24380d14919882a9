package dev.comanda.orders;

import dev.comanda.security.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a till asks for. Prices come from the catalogue, where {@code create_order} reads them.
 *
 * @param register      code of the register that sells
 * @param lines         1 to 200; a product named twice adds up
 * @param discount      off the whole order, spread over its lines
 * @param tip           never taxed, never revenue; a percentage is of what is due for the goods
 * @param tenders       what pays; one of them may leave its amount to be computed
 * @param expectedTotal what the cashier saw, in minor units; a difference is refused with a quote
 * @param soldAt        when it was, where it was not now; later than its arrival is its arrival
 * @param soldBy        id of who sold it, where it is not who sends it
 * @param approval      a manager's consent to a large discount or another price
 */
public record PlaceOrder(String register, List<Line> lines, @Nullable Share discount,
        @Nullable Share tip,
        List<Tender> tenders, @Nullable Long expectedTotal, @Nullable String customerName,
        @Nullable String note, @Nullable Instant soldAt, @Nullable UUID soldBy,
        @Nullable Approval approval) {

    public PlaceOrder {
        tenders = Objects.requireNonNullElse(tenders, List.of());
    }

    /** The sale itself: a PIN is neither stored nor part of what a key stands for. */
    PlaceOrder withoutApproval() {
        return new PlaceOrder(register, lines, discount, tip, tenders, expectedTotal, customerName,
                note, soldAt, soldBy, null);
    }

    /** One line, quantity in pieces; {@code unitPrice} where it is not the catalogue's. */
    public record Line(String sku, int quantity, @Nullable Share discount,
            @Nullable Long unitPrice) {}

    /** Either an amount in minor units or a percentage in basis points (1000 is 10 %). */
    public record Share(@Nullable Long amount, @Nullable Integer percentBp) {}

    /** Amounts in minor units; {@code received} belongs to cash, {@code reference} to the rest. */
    public record Tender(String method, @Nullable Long amount, @Nullable Long received,
            @Nullable String reference) {}
}
