package dev.comanda.coworking;

import dev.comanda.security.Approval;
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

    /** Why nobody pays, 1 to 200 characters; a cashier needs a manager's approval. */
    record CancelSession(String reason, @Nullable Approval approval) {}
}
