package dev.comanda.migration;

/** A migration would pass the pin that a rollback has set. */
public final class SchemaPinnedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String ADVICE = "Start the release that fits the schema; or, when the newer one"
            + " may come back: comanda migrate --unpin";

    SchemaPinnedException(String migration, SchemaPin pin) {
        super("""
            El esquema está fijado; %1$s no se aplica.
            The schema is pinned, %1$s is not applied. Pinned at %2$s""".formatted(migration, pin));
    }
}
