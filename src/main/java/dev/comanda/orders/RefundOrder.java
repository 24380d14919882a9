package dev.comanda.orders;

import dev.comanda.security.Approval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of an order is given back; amounts come from the order, where {@code refund_order} reads
 * them.
 *
 * @param register whose drawer the money leaves
 * @param lines    pieces of the order's lines
 * @param tip      how much of the tip, in minor units
 * @param tenders  to which methods it goes; left out: to those that paid, in their order
 * @param reason   1 to 200 characters
 * @param approval a manager's consent, which a cashier needs
 */
record RefundOrder(String register, @Nullable List<Line> lines, @Nullable Long tip,
        @Nullable List<Tender> tenders, String reason, @Nullable Approval approval) {

    /** The refund itself: a PIN is neither stored nor part of what a key stands for. */
    RefundOrder withoutApproval() {
        return new RefundOrder(register, lines, tip, tenders, reason, null);
    }

    /**
     * So many pieces of a line.
     *
     * @param line  its place in the order, from 1
     * @param stock {@code return} (to the shelf, also where it is left out) or {@code waste}
     */
    record Line(int line, int quantity, @Nullable String stock) {}

    /** One of them may leave its amount to be computed. */
    record Tender(String method, @Nullable Long amount, @Nullable String reference) {}
}
