package dev.comanda.catalog;

import dev.comanda.catalog.ProductWrite.Duplicate;
import dev.comanda.catalog.ProductWrite.Missing;
import dev.comanda.catalog.ProductWrite.NotCounted;
import dev.comanda.catalog.ProductWrite.OutOfStock;
import dev.comanda.catalog.ProductWrite.Stale;
import dev.comanda.catalog.ProductWrite.Written;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The catalogue over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/products")
class ProductsApi {

    private static final Logger log = LoggerFactory.getLogger(ProductsApi.class);

    private static final int MAX_LIMIT = 200;
    private static final int MAX_TEXT = 120;
    /** One of our entity tags; others are well formed too, but match no version. */
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,9})\"");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Products products;

    ProductsApi(Products products) {
        this.products = products;
    }

    @GetMapping
    ProductPage list(Caller caller, @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(defaultValue = "false") boolean includeInactive,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        checkText("q", q);
        checkText("category", category);
        if (limit < 1) {
            throw ProblemException.parameter("limit", "minimum", 1);
        } else if (limit > MAX_LIMIT) {
            throw ProblemException.parameter("limit", "maximum", MAX_LIMIT);
        }
        Cursor after = cursor == null
                ? null
                : Cursor.parse(cursor)
                        .orElseThrow(() -> ProblemException.parameter("cursor", "format"));
        return products.list(caller.locationId(),
                new Products.Search(q, category, includeInactive, after, limit));
    }

    /**
     * The stock moves without a new version, so the tag only serves If-Match: it is set past
     * ResponseEntity, which would answer If-None-Match with 304 and leave the reader an old stock.
     */
    @GetMapping("/{id}")
    Product find(Caller caller, @PathVariable UUID id, HttpServletResponse response) {
        Product found = products.find(caller.locationId(), id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND));
        response.setHeader(HttpHeaders.ETAG, tag(found));
        return found;
    }

    @PostMapping
    ResponseEntity<?> create(Caller caller, @JsonBody CreateProduct product) {
        Long stock = product.stock();
        if (stock != null && stock < 0 && !Boolean.TRUE.equals(product.oversellAllowed())) {
            throw ProblemException.field("/stock", "below-zero");
        }
        return answer("product created", HttpStatus.CREATED,
                products.create(author(caller), product));
    }

    @PatchMapping("/{id}")
    ResponseEntity<?> change(Caller caller, @PathVariable UUID id,
            @RequestHeader(HttpHeaders.IF_MATCH) String ifMatch,
            @JsonBody(schema = "ChangeProduct") JsonNode patch) {
        ProductWrite written = products.change(author(caller), id, version(ifMatch), patch);
        if (written instanceof OutOfStock) {
            throw ProblemException.field("/oversellAllowed", "below-zero");
        }
        return answer("product changed", HttpStatus.OK, written);
    }

    @PostMapping("/{id}/stock")
    ResponseEntity<?> adjust(Caller caller, @PathVariable UUID id, @JsonBody AdjustStock asked) {
        ProductWrite written = products.adjust(author(caller), id, asked);
        Long delta = asked.delta();
        if (delta != null && written instanceof OutOfStock(Product current)) {
            return ProblemType.OUT_OF_STOCK.reply(Map.of("items", List.of(Map.of("sku",
                    current.sku(), "asked", -delta, "available", current.stock()))));
        }
        return answer("stock adjusted", HttpStatus.OK, written);
    }

    private static ResponseEntity<?> answer(String event, HttpStatus status, ProductWrite outcome) {
        return switch (outcome) {
            case Written(Product product) -> {
                log.atInfo().addKeyValue("sku", product.sku())
                        .addKeyValue("version", product.version())
                        .addKeyValue("stock", product.stock()).log(event);
                yield ResponseEntity.status(status).eTag(tag(product))
                        .location(URI.create("/api/products/" + product.id())).body(product);
            }
            case Missing() -> ProblemType.NOT_FOUND.reply();
            case Duplicate(String field) -> ProblemType.DUPLICATE_SKU.reply(Map.of("field", field));
            case Stale(Product current) ->
                ProblemType.STALE_VERSION.reply(Map.of("product", current));
            case NotCounted(Product current) -> throw ProblemException.field("/delta",
                    "not-counted");
            case OutOfStock(Product current) -> ProblemType.OUT_OF_STOCK.reply();
        };
    }

    private static Author author(Caller caller) {
        return new Author(caller.locationId(), caller.staffId(), caller.staffName(),
                caller.register(), CorrelationId.current());
    }

    private static String tag(Product product) {
        return '"' + Integer.toString(product.version()) + '"';
    }

    /** What is no tag of ours names a version that no product has: 412, as RFC 9110 has it. */
    private static int version(String ifMatch) {
        Matcher tag = VERSION.matcher(ifMatch.strip());
        return tag.matches() ? Integer.parseInt(tag.group(1)) : 0;
    }

    /** PostgreSQL's text has no NUL, and no name has any other control character. */
    private static void checkText(String name, @Nullable String text) {
        if (text != null && text.length() > MAX_TEXT) {
            throw ProblemException.parameter(name, "maxLength", MAX_TEXT);
        } else if (text != null && CONTROL.matcher(text).find()) {
            throw ProblemException.parameter(name, "pattern");
        }
    }
}
