package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One key, one sale: the first answer again, or a clear no. */
class RepeatingAnOrderTests extends InAShop {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":2},
          {"sku":"CAKE","quantity":1,"discount":{"percentBp":1000}},
          {"sku":"TEA","quantity":1,"discount":{"amount":10}}],
         "discount":{"amount":500},"tip":{"percentBp":1000},
         "tenders":[{"method":"card","amount":1000,"reference":"a1"},
          {"method":"cash","received":20000},{"method":"account","amount":100}],
         "expectedTotal":17589,"customerName":"Ana","note":"sin azúcar"}
        """;
    private static final Set<String> REQUIRED = Set.of("register", "lines", "sku", "quantity",
            "method");

    private final String key = Till.newKey();

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 40L);
        shop.sells("CAKE", 4000, 0, 10L);
        shop.sells("TEA", 1900, 1600, 10L);
    }

    @Test
    void the_first_answer_comes_again_however_the_body_is_written() {
        Answer first = till.place(key, ORDER);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        Till another = shop.till("cashier");
        Map<String, String> before = shop.everything();

        for (String same : List.of(ORDER, ORDER.replaceAll("\\s+(?=[\"{\\[\\]}])", ""),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(ORDER)),
                reversed(JSON.readTree(ORDER)).toString(),
                ORDER.replace("\"quantity\":2", "\"quantity\":2.0")
                        .replace("\"quantity\":1", "\"quantity\":1e0").replace("17589", "17.589E3"),
                ORDER.replace("ú", "\\u00fa").replace("LATTE", "\\u004cATTE"))) {
            assertReplay(till.place(key, same), first);
        }
        assertReplay(another.place(key, ORDER), first);
        assertThat(shop.everything()).usingRecursiveComparison()
                .ignoringFields("staff", "staff_sessions").isEqualTo(before);
    }

    @Test
    void the_key_with_any_field_of_the_body_changed_is_refused() {
        Answer first = till.place(key, ORDER);
        assertThat(first.status()).as(first.text()).isEqualTo(201);
        Map<String, String> before = shop.everything();
        List<JsonNode> others = new ArrayList<>();
        JsonNode order = JSON.readTree(ORDER);
        changes(order, order, others);
        assertThat(others).hasSizeGreaterThan(40).doesNotContain(order).doesNotHaveDuplicates();

        for (JsonNode other : others) {
            Answer answer = till.place(key, other.toString());
            assertThat(answer.problem()).as(other.toString())
                    .isEqualTo("422 idempotency-key-reused");
            assertThat(answer.text()).doesNotContain("receiptNumber", "LATTE", "Ana");
        }
        assertThat(shop.everything()).isEqualTo(before);
        assertReplay(till.place(key, ORDER), first);
    }

    @Test
    void no_tenders_and_an_empty_list_of_them_are_the_same_sale() {
        String free = """
            {"register":"R1","lines":[{"sku":"TEA","quantity":1}],"discount":{"percentBp":10000}%s}
            """;
        Answer first = till.place(key, free.formatted(""));

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertReplay(till.place(key, free.formatted(",\"tenders\":[]")), first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11 minutes", "25 hours", "29 days", "400 days"})
    void a_late_duplicate_gets_the_same_bytes(String later) {
        Answer first = till.place(key, ORDER);
        pass(later);
        shop.reprice("LATTE", 9999);
        shop.jdbc().sql("UPDATE products SET active = false WHERE location_id = ?")
                .params(shop.id()).update();
        shop.jdbc().sql("UPDATE registers SET active = false WHERE location_id = ?")
                .params(shop.id()).update();

        assertReplay(till.place(key, ORDER), first);
        assertThat(till.place(key, ORDER.replace("Ana", "Eva")).problem())
                .isEqualTo("422 idempotency-key-reused");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void once_its_answer_is_pruned_a_key_still_names_its_order() {
        Answer first = till.place(key, ORDER);
        String id = first.json().path("id").asString();
        pass("31 days");
        shop.jdbc().sql("UPDATE idempotency_keys SET response = NULL WHERE location_id = ?")
                .params(shop.id()).update();

        Answer again = till.place(key, ORDER);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.replayed()).isTrue();
        assertThat(again.text()).isEqualTo(till.byId(id).text());
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(till.place(key, ORDER.replace("Ana", "Eva")).problem())
                .isEqualTo("422 idempotency-key-reused");
        assertThat(till.voidOrder(id, Till.newKey()).status()).isEqualTo(200);
        assertThat(till.place(key, ORDER).json().path("status").asString()).isEqualTo("voided");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_key_is_every_visible_character_and_its_case_counts() {
        StringBuilder longest = new StringBuilder();
        for (char c = '!'; longest.length() < 255; c = c == '~' ? '!' : (char) (c + 1)) {
            longest.append(c);
        }
        for (String name : List.of(longest.toString(), "a", "A", "0", "null", "'; DROP TABLE x")) {
            String visible = name.replace(" ", "_");
            Answer first = till.place(visible, ORDER);
            assertThat(first.status()).as("%s %s", visible, first).isEqualTo(201);
            assertThat(first.replayed()).isFalse();
            assertThat(first.json().path("key").asString()).isEqualTo(visible);
            assertReplay(till.place(visible, ORDER), first);
        }
        assertThat(shop.orders()).isEqualTo(6);
    }

    @Test
    void two_shops_may_use_the_same_key() {
        Shop other = open(Shop.MEXICAN);
        other.sells("LATTE", 5500, 1600, 40L);
        other.sells("CAKE", 4000, 0, 10L);
        other.sells("TEA", 1900, 1600, 10L);

        Answer here = till.place(key, ORDER);
        Answer there = other.till().place(key, ORDER);

        assertThat(there.status()).as(there.text()).isEqualTo(201);
        assertThat(there.replayed()).isFalse();
        assertThat(there.json().path("id")).isNotEqualTo(here.json().path("id"));
    }

    private static void assertReplay(Answer again, Answer first) {
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.replayed()).isTrue();
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    }

    /** Moves what is stored into the past; to the rows that is the clock going on. */
    private void pass(String interval) {
        shop.jdbc().sql("""
            UPDATE idempotency_keys
               SET created_at = created_at - ?::interval, expires_at = expires_at - ?::interval
             WHERE location_id = ?
            """).params(interval, interval, shop.id()).update();
        shop.jdbc().sql("""
            UPDATE orders SET created_at = created_at - ?::interval WHERE location_id = ?
            """).params(interval, shop.id()).update();
    }

    /** The whole with one thing changed, for each thing in {@code part}. */
    private static void changes(JsonNode whole, JsonNode part, List<JsonNode> into) {
        switch (part) {
            case ObjectNode object -> {
                for (String name : List.copyOf(object.propertyNames())) {
                    JsonNode value = object.get(name);
                    if (name.equals("method") && object.has("received")) {
                        continue; // only cash has it
                    }
                    if (value.isValueNode()) {
                        object.set(name, another(name, value));
                        into.add(whole.deepCopy());
                        object.set(name, value);
                    } else {
                        changes(whole, value, into);
                    }
                    if (!REQUIRED.contains(name) && object.size() > 1) {
                        ObjectNode copy = object.deepCopy();
                        object.remove(name);
                        into.add(whole.deepCopy());
                        object.removeAll();
                        object.setAll(copy);
                    }
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    changes(whole, array.get(i), into);
                    JsonNode element = array.remove(i);
                    into.add(whole.deepCopy());
                    array.insert(i, element);
                }
                array.add(array.remove(0));
                into.add(whole.deepCopy());
                array.insert(0, array.remove(array.size() - 1));
                array.add(array.get(0));
                into.add(whole.deepCopy());
                array.remove(array.size() - 1);
            }
            default -> throw new IllegalArgumentException(part.toString());
        }
    }

    private static JsonNode another(String name, JsonNode value) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (name) {
            case "method" -> make.stringNode("transfer");
            default -> value.isNumber()
                    ? make.numberNode(value.asLong() + 1)
                    : make.stringNode(value.asString() + "2");
        };
    }

    private static JsonNode reversed(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(element -> copy.add(reversed(element)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            List.copyOf(object.propertyNames()).reversed()
                    .forEach(name -> copy.set(name, reversed(object.get(name))));
            return copy;
        }
        return node;
    }
}
