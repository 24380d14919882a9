package dev.comanda.orders;

import dev.comanda.security.Approval;
import org.jspecify.annotations.Nullable;

/** Why an order is taken back, 1 to 200 characters; a cashier needs a manager's approval. */
record VoidOrder(String reason, @Nullable Approval approval) {}
