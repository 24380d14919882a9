package dev.comanda.coworking;

import dev.comanda.orders.PlaceOrder.Share;
import dev.comanda.orders.PlaceOrder.Tender;
import dev.comanda.security.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a counter asks for. Times and prices never come from it. */
final class Wishes {

    private Wishes() {}

    /** A guest sits down: which seat, how many people, the code of the tariff. */
    record OpenSession(String seat, String guestName, int people, String tariff) {}

    /** A product beside the time, quantity in pieces. */
    record AddExtra(String sku, int quantity) {}

    /** From now on there are so many. */
    record ChangePeople(int people) {}

    /** From now on they sit there, under another tariff where it names one. */
    record MoveSession(String seat, @Nullable String tariff) {}

    /**
     * A guest pays: {@code PlaceOrder} without lines, which the session has. {@code passes}: ids of
     * those that pay for time, used first and in this order.
     */
    record CheckoutSession(String register, @Nullable Share discount, @Nullable Share tip,
            List<Tender> tenders, @Nullable Long expectedTotal, @Nullable String customerName,
            @Nullable String note, List<String> passes, @Nullable Approval approval) {

        CheckoutSession {
            tenders = Objects.requireNonNullElse(tenders, List.of());
            passes = Objects.requireNonNullElse(passes, List.of());
        }

        /** The sale itself: a PIN is neither stored nor part of what a key stands for. */
        CheckoutSession withoutApproval() {
            return new CheckoutSession(register, discount, tip, tenders, expectedTotal,
                    customerName, note, passes, null);
        }
    }

    /** What it would cost now. */
    record QuoteCheckout(String register, @Nullable Share discount, @Nullable Share tip,
            List<String> passes) {

        QuoteCheckout {
            passes = Objects.requireNonNullElse(passes, List.of());
        }
    }

    /**
     * What was entered wrongly, and why. An end or an amount stops the clock.
     *
     * @param startedAt when they sat down; left out: as it is
     * @param endedAt   when they left; left out: as it is, or now where there is an amount
     * @param amount    what the time costs, whatever its tariff says; left out: what it says
     */
    record CorrectSession(@Nullable Instant startedAt, @Nullable Instant endedAt,
            @Nullable Long amount, String reason, @Nullable Approval approval) {}

    /** Why nobody pays, 1 to 200 characters; a cashier needs a manager's approval. */
    record CancelSession(String reason, @Nullable Approval approval) {}
}
