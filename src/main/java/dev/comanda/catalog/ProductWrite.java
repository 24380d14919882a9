package dev.comanda.catalog;

/** What came of a change to the catalogue: every expected ending, and nothing else. */
sealed interface ProductWrite {

    record Written(Product product) implements ProductWrite {}

    /** Nothing has that id at this location. */
    record Missing() implements ProductWrite {}

    /** Another product already has its {@code sku} or {@code barcode}: {@code field}. */
    record Duplicate(String field) implements ProductWrite {}

    /** Somebody changed it since; {@code current} is what to start from. */
    record Stale(Product current) implements ProductWrite {}

    /** The stock would be, or already is, below zero, and the product may not be oversold. */
    record OutOfStock(Product current) implements ProductWrite {}

    /** A difference to nothing: the product is not counted, a count would begin it. */
    record NotCounted(Product current) implements ProductWrite {}
}
