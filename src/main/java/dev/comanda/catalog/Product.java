package dev.comanda.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One product as the API answers it and as its events carry it.
 *
 * @param price     minor units of the location's currency
 * @param taxRateBp basis points: 1600 is 16 %
 * @param stock     pieces, the sum of the product's movements; null where nobody counts it
 * @param version   counts changes of the catalogue, not of the stock
 */
public record Product(UUID id, String sku, String name, String category, long price, int taxRateBp,
        @Nullable Long stock, boolean oversellAllowed, boolean active, int version,
        @Nullable String barcode) {

    /** The columns that {@link #from} reads. */
    static final String COLUMNS = """
        id, sku, name, category, price, tax_rate_bp, stock, oversell_allowed, active, version,
        barcode
        """;

    static Product from(ResultSet row, int number) throws SQLException {
        return new Product(row.getObject("id", UUID.class), row.getString("sku"),
                row.getString("name"), row.getString("category"), row.getLong("price"),
                row.getInt("tax_rate_bp"), row.getObject("stock", Long.class),
                row.getBoolean("oversell_allowed"), row.getBoolean("active"),
                row.getInt("version"), row.getString("barcode"));
    }
}
