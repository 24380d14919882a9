package dev.comanda.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A product that does not exist yet: {@code CreateProduct} in docs/openapi.json.
 *
 * @param stock           what is on the shelf now; null: not counted
 * @param oversellAllowed null: no
 * @param active          null: yes
 */
record CreateProduct(String sku, String name, String category, long price, int taxRateBp,
        @Nullable Long stock, @Nullable Boolean oversellAllowed, @Nullable Boolean active,
        @Nullable String barcode) {}
