package dev.comanda.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * What holds in the books at every instant, in every snapshot, whatever has crashed. A new one is
 * a constant of one of the enums; each has a test that breaks it.
 *
 * @see Doctor
 */
public sealed interface Invariant
        permits SaleInvariant, StockInvariant, KeyInvariant, EventInvariant, PassInvariant,
        RefundInvariant, SessionInvariant {

    /** Every one of them, in the order in which they are checked. */
    static List<Invariant> all() {
        return Stream.<Invariant[]>of(SaleInvariant.values(), StockInvariant.values(),
                KeyInvariant.values(), EventInvariant.values(), PassInvariant.values(),
                RefundInvariant.values(), SessionInvariant.values())
                .flatMap(Stream::of).toList();
    }

    /** In capitals, as reports name it. */
    String name();

    /**
     * A query that answers {@code location_id, row, problem} for everything that breaks the rule,
     * and nothing in good books.
     */
    String sql();

    /** Whether {@link Checksums} tells that it holds; otherwise its query always runs. */
    default boolean summed() {
        return Checksums.COVER.contains(name());
    }
}
