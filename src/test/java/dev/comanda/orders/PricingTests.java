package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.idempotency.Fingerprint;
import dev.comanda.orders.RandomCarts.Product;
import dev.comanda.orders.ReferencePricing.PricedLine;
import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PricingTests extends InAShop {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final UUID NOBODY = new UUID(0, 0);

    /** A vector under its name. */
    record Vector(String name, JsonNode json) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() {
        JsonNode file = JSON.readTree(Path.of("docs", "vectors", "pricing.json"));
        return StreamSupport.stream(file.path("vectors").spliterator(), false)
                .map(vector -> new Vector(vector.path("name").asString(), vector));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_published_vectors_are_what_is_quoted_and_charged(Vector vector) {
        JsonNode terms = vector.json().path("location");
        boolean inclusive = terms.path("pricesIncludeTax").asBoolean();
        Shop there = open(new Shop.Terms(terms.path("currency").asString(), "UTC", inclusive));
        Map<String, Product> products = StreamSupport
                .stream(vector.json().path("products").spliterator(), false)
                .map(p -> new Product(p.path("sku").asString(), p.path("price").asLong(),
                        p.path("taxRateBp").asInt()))
                .collect(Collectors.toMap(Product::sku, Function.identity()));
        products.values().forEach(p -> there.sells(p.sku(), p.price(), p.taxRateBp(), null));
        ObjectNode cart = repeated(vector.json().path("cart"), vector.json());
        cart.put("register", "R1");
        ObjectNode expected = repeated(vector.json().path("expect"), vector.json());
        expected.put("currency", terms.path("currency").asString());
        Till theirs = there.till();

        ObjectNode quoted = cart.deepCopy();
        quoted.remove("tenders");
        assertHas(theirs.quote(quoted.toString()), 200, without(expected, "tenders"));
        if (!cart.has("tenders")) {
            cart.putArray("tenders").addObject().put("method", "card");
        }
        assertHas(theirs.place(Till.newKey(), cart.toString()), 201, expected);
        assertThat(json(ReferencePricing.of(JSON.treeToValue(cart, PlaceOrder.class), products,
                inclusive))).isEqualTo(without(without(expected, "tenders"), "currency"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void five_thousand_carts_cost_what_exact_arithmetic_says(boolean inclusive)
            throws SQLException {
        long seed = RandomCarts.seed();
        RandomCarts carts = new RandomCarts(seed);
        Shop there = open(new Shop.Terms("MXN", "UTC", inclusive));
        Map<String, Product> products = stocked(there, carts);
        try (Connection connection = connection();
                PreparedStatement quote = connection.prepareStatement("""
                    SELECT outcome, answer FROM quote_order(?, ?::jsonb)
                    """);
                PreparedStatement charge = connection.prepareStatement("""
                    SELECT outcome, answer FROM create_order(?, ?, ?, ?, ?::jsonb, NULL)
                    """)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 5_000; i++) {
                PlaceOrder cart = carts.next();
                ReferencePricing exact = ReferencePricing.of(cart, products, inclusive);
                PlaceOrder paid = carts.paid(cart, exact.total());
                Fingerprint request = Fingerprint.of(paid);
                String which = "seed %d, cart %d: %s".formatted(seed, i, request.json());

                quote.setInt(1, there.id());
                quote.setString(2, Fingerprint.of(cart).json());
                assertPrices(which, answer(quote, which), exact);
                if (i % 2 == 0) {
                    charge.setInt(1, there.id());
                    charge.setString(2, "cart-" + i);
                    charge.setBytes(3, request.sha256());
                    charge.setObject(4, NOBODY);
                    charge.setString(5, request.json());
                    JsonNode order = answer(charge, which);
                    assertPrices(which, order, exact);
                    assertPaid(which, order, paid);
                }
                if (i % 250 == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
        assertThat(there.orders()).isEqualTo(2_500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void over_http_the_quote_is_the_charge(boolean inclusive) {
        long seed = RandomCarts.seed();
        RandomCarts carts = new RandomCarts(seed);
        Shop there = open(new Shop.Terms("MXN", "UTC", inclusive));
        Map<String, Product> products = stocked(there, carts);
        Till theirs = there.till();
        for (int i = 0; i < 150; i++) {
            PlaceOrder cart = carts.next();
            ReferencePricing exact = ReferencePricing.of(cart, products, inclusive);
            PlaceOrder paid = carts.paid(cart, exact.total());
            String which = "seed %d, cart %d".formatted(seed, i);

            Answer quote = theirs.quote(Fingerprint.of(new QuoteOrder(cart.register(), cart.lines(),
                    cart.discount(), cart.tip(), null, null)).json());
            Answer order = theirs.place(Till.newKey(), Fingerprint.of(paid).json());

            assertThat(quote.status()).as("%s: %s", which, quote).isEqualTo(200);
            assertThat(order.status()).as("%s: %s", which, order).isEqualTo(201);
            assertPrices(which, quote.json(), exact);
            assertPrices(which, order.json(), exact);
            quote.json().properties().stream().filter(m -> !m.getKey().equals("approvals"))
                    .forEach(member -> assertThat(order.json().path(member.getKey()))
                            .as(which + member.getKey()).isEqualTo(member.getValue()));
        }
    }

    @Test
    void a_quote_keeps_nothing() {
        shop.sells("LATTE", 5500, 1600, 1L);
        Map<String, String> before = shop.everything();

        Answer quote = till.quote("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":2}]}
            """);

        assertThat(quote.status()).isEqualTo(200); // the stock is asked for when it is sold
        assertThat(shop.everything()).isEqualTo(before);
    }

    private static Map<String, Product> stocked(Shop there, RandomCarts carts) {
        carts.products().forEach(
                p -> there.sells(p.sku(), p.price(), p.taxRateBp(), 1_000_000_000L));
        return carts.products().stream()
                .collect(Collectors.toMap(Product::sku, Function.identity()));
    }

    private static JsonNode answer(PreparedStatement call, String which) throws SQLException {
        try (ResultSet row = call.executeQuery()) {
            row.next();
            assertThat(row.getString("outcome")).as("%s: %s", which, row.getString("answer"))
                    .isEqualTo("done");
            return JSON.readTree(row.getString("answer"));
        }
    }

    private static void assertPrices(String which, JsonNode answer, ReferencePricing exact) {
        assertThat(prices(answer)).as(which).isEqualTo(exact);
        long shares = exact.lines().stream().mapToLong(PricedLine::orderDiscount).sum();
        assertThat(shares).as(which).isEqualTo(exact.discount());
        assertThat(exact.lines()).as(which)
                .allMatch(line -> line.orderDiscount() <= line.total());
    }

    private static void assertPaid(String which, JsonNode order, PlaceOrder paid) {
        long paidFor = 0;
        for (JsonNode tender : order.path("tenders")) {
            paidFor += tender.path("amount").asLong();
            if (tender.path("method").asString().equals("cash")) {
                assertThat(tender.path("received").asLong()).as(which).isEqualTo(
                        tender.path("amount").asLong() + tender.path("change").asLong(-1));
            } else {
                assertThat(tender.has("received")).as(which).isFalse();
            }
        }
        assertThat(paidFor).as(which).isEqualTo(order.path("total").asLong());
        assertThat(order.path("tenders")).as(which).hasSize(paid.tenders().size());
    }

    private static ReferencePricing prices(JsonNode answer) {
        List<PricedLine> lines = new ArrayList<>();
        for (JsonNode line : answer.path("lines")) {
            lines.add(new PricedLine(line.path("sku").asString(), line.path("quantity").asInt(),
                    line.path("unitPrice").asLong(), line.path("discount").asLong(),
                    line.path("orderDiscount").asLong(), line.path("taxRateBp").asInt(),
                    line.path("tax").asLong(), line.path("total").asLong()));
        }
        return new ReferencePricing(lines, answer.path("subtotal").asLong(),
                answer.path("discount").asLong(), answer.path("tax").asLong(),
                answer.path("tip").asLong(), answer.path("total").asLong());
    }

    private static ObjectNode repeated(JsonNode of, JsonNode vector) {
        ObjectNode copy = (ObjectNode) of.deepCopy();
        ArrayNode lines = (ArrayNode) copy.get("lines");
        for (int more = vector.path("repeatLines").asInt(1); more > 1; more--) {
            lines.add(lines.get(0).deepCopy());
        }
        return copy;
    }

    /** Each member that is expected, as the very JSON; the answer may say more. */
    private static void assertHas(Answer answer, int status, JsonNode expected) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        expected.properties().forEach(member -> {
            JsonNode actual = answer.json().path(member.getKey());
            if (member.getKey().equals("lines")) {
                actual.forEach(line -> ((ObjectNode) line).remove("name"));
            }
            assertThat(actual).as(member.getKey()).isEqualTo(member.getValue());
        });
    }

    private static JsonNode without(JsonNode object, String member) {
        ObjectNode copy = (ObjectNode) object.deepCopy();
        copy.remove(member);
        return copy;
    }

    private static JsonNode json(ReferencePricing prices) {
        return JSON.readTree(JSON.writeValueAsString(prices));
    }
}
