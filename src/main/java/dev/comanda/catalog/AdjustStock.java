package dev.comanda.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Exactly one of a difference (a delivery, a breakage) and a count of what is on the shelf:
 * {@code AdjustStock} in docs/openapi.json. A count starts the counting of what was not counted.
 */
record AdjustStock(@Nullable Long delta, @Nullable Long count, String reason) {}
