package dev.comanda.catalog;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A column of the products file: its header, the field that it fills, and how people write it. */
enum Column {
    SKU("sku", "sku"),
    NAME("nombre", "name"),
    CATEGORY("categoria", "category"),
    /** In units of the currency: 55, 55.00, 55,00 or $1,250.00. */
    PRICE("precio", "price"),
    /** In percent: 16, 16%, 0. */
    TAX_RATE("iva", "taxRateBp"),
    STOCK("existencias", "stock"),
    OVERSELL("sobreventa", "oversellAllowed"),
    ACTIVE("activo", "active"),
    BARCODE("codigo_barras", "barcode");

    private static final Pattern SKU_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Pattern PIECES = Pattern.compile("[0-9]{1,9}");
    private static final int MAX_PRICE_MINOR = 999_999_999;
    private static final int MAX_RATE_BP = 10_000;

    private final String header;
    private final String field;

    Column(String header, String field) {
        this.header = header;
        this.field = field;
    }

    String header() {
        return header;
    }

    /** The field's name on the wire. */
    String field() {
        return field;
    }

    @Nullable
    Object of(Product product) {
        return switch (this) {
            case SKU -> product.sku();
            case NAME -> product.name();
            case CATEGORY -> product.category();
            case PRICE -> product.price();
            case TAX_RATE -> product.taxRateBp();
            case STOCK -> product.stock();
            case OVERSELL -> product.oversellAllowed();
            case ACTIVE -> product.active();
            case BARCODE -> product.barcode();
        };
    }

    /** Without these a product cannot be new. */
    boolean required() {
        return compareTo(TAX_RATE) <= 0;
    }

    /** Código_Barras and "codigo barras" are the same header. */
    static Optional<Column> ofHeader(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "").strip().toLowerCase(Locale.ROOT)
                .replaceAll("[ -]+", "_");
        return Arrays.stream(values()).filter(column -> column.header.equals(plain)).findFirst();
    }

    /**
     * What the cell says; null where it is empty and may be.
     *
     * @throws IllegalArgumentException with what is wrong, in words
     */
    @Nullable
    Object parse(String cell, Currency currency) {
        String text = cell.strip();
        if (text.isEmpty()) {
            require(!required(), "is empty");
            return null;
        }
        return switch (this) {
            case SKU -> {
                require(SKU_FORM.matcher(text).matches(),
                        "has up to 64 letters without accents, digits, dots, hyphens and _");
                yield text;
            }
            case NAME -> text(text, 120);
            case CATEGORY -> text(text, 60);
            case BARCODE -> text(text, 64);
            case PRICE -> (long) amount(text, currency.getDefaultFractionDigits(), MAX_PRICE_MINOR);
            case TAX_RATE -> rate(text);
            case STOCK -> {
                require(PIECES.matcher(text).matches(), "is a whole number of pieces, 0 or more");
                yield Long.valueOf(text);
            }
            case OVERSELL, ACTIVE -> switch (text.toLowerCase(Locale.ROOT)) {
                case "sí", "si", "s", "x", "1", "true" -> true;
                case "no", "n", "0", "false" -> false;
                default -> throw new IllegalArgumentException("is neither sí nor no");
            };
        };
    }

    /** As people write it. */
    String show(@Nullable Object value, Currency currency) {
        return switch (value) {
            case null -> "–";
            case Boolean yes -> yes ? "sí" : "no";
            case Long price when this == PRICE -> BigDecimal.valueOf(price)
                    .movePointLeft(Math.max(0, currency.getDefaultFractionDigits()))
                    .toPlainString();
            case Integer rate when this == TAX_RATE -> BigDecimal.valueOf(rate, 2)
                    .stripTrailingZeros().toPlainString() + " %";
            default -> value.toString();
        };
    }

    private static String text(String text, int longest) {
        require(text.length() <= longest, "has more than " + longest + " characters");
        require(!CONTROL.matcher(text).find(), "has control characters or line breaks");
        return text;
    }

    private static int rate(String text) {
        int rate = amount(text.replaceFirst("\\s*%$", ""), 2, MAX_RATE_BP);
        require(rate == 0 || rate >= 100, "is in percent: 16, not 0.16");
        return rate;
    }

    /**
     * A decimal point or comma. A single mark before three digits is read as decimals, zeros
     * included, and refused for most currencies: 1,250 is neither 1.25 nor 1250 for certain.
     */
    private static int amount(String text, int decimals, int most) {
        String digits = text.replaceAll("[\\s\\h$]", "");
        if (digits.matches("[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}")) {
            digits = digits.replace(",", "");
        } else if (digits.matches("[0-9]{1,3}(\\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\\.[0-9]{3}){2,}")) {
            digits = digits.replace(".", "");
        }
        digits = digits.replace(',', '.');
        require(digits.matches("[0-9]{1,12}(\\.[0-9]{1,12})?"), "is not a number of 0 or more");
        BigDecimal written = new BigDecimal(digits);
        require(written.scale() <= decimals, "has more than " + decimals + " decimals");
        BigDecimal minor = written.movePointRight(decimals);
        require(minor.compareTo(BigDecimal.valueOf(most)) <= 0,
                "is more than " + BigDecimal.valueOf(most, decimals).toPlainString());
        return minor.intValueExact();
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
