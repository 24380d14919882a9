package dev.comanda.orders;

import dev.comanda.orders.PlaceOrder.Line;
import dev.comanda.orders.PlaceOrder.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cart to be priced and not kept: {@link PlaceOrder} before it is paid. */
record QuoteOrder(String register, List<Line> lines, @Nullable Share discount, @Nullable Share tip,
        @Nullable String customerName, @Nullable String note) {}
