package dev.comanda.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products by name; {@code nextCursor} is absent on the last page. */
record ProductPage(List<Product> products,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nextCursor) {}
