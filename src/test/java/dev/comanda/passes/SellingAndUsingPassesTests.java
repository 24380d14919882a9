package dev.comanda.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SellingAndUsingPassesTests extends InAShop {

    private static final String PASSES = "/api/coworking/passes";
    private static final ZoneId MEXICO = ZoneId.of("America/Mexico_City");

    @BeforeEach
    void sellPasses() {
        shop.sells("LATTE", 5500, 1600, 10L);
        shop.sells("TEN-HOURS", 40_000, 1600, null);
        assertThat(terms("from-purchase", 600).status()).isEqualTo(200);
    }

    private Answer terms(String counted, int amount) {
        return till.post("/api/coworking/pass-terms", """
            {"sku":"TEN-HOURS","unit":"minutes","amount":%d,"validDays":30,"counted":"%s"}
            """.formatted(amount, counted));
    }

    private String buy(int quantity) {
        Answer order = till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1},
                                      {"sku":"TEN-HOURS","quantity":%d}],
             "tenders":[{"method":"card"}],"customerName":"Ana"}""".formatted(quantity));
        assertThat(order.status()).as(order.text()).isEqualTo(201);
        return order.json().path("id").asString();
    }

    private Answer use(String pass, int minutes, String key) {
        return till.post(PASSES + "/" + pass + "/uses", "{\"amount\":" + minutes + "}",
                "Idempotency-Key", key);
    }

    private JsonNode pass(String id) {
        return till.get(PASSES + "/" + id).json();
    }

    /** As if it had been bought, and its terms set, so long ago. */
    private void age(String order, String interval) {
        shop.jdbc().sql("UPDATE orders SET created_at = now() - ?::interval WHERE id = ?::uuid")
                .params(interval, order).update();
        shop.jdbc().sql("""
            UPDATE pass_terms SET valid_from = '2020-01-01' WHERE location_id = ?
            """).params(shop.id()).update();
    }

    @Test
    void a_pass_is_there_with_its_order_and_says_what_is_left() {
        String order = buy(2);

        JsonNode items = till.get(PASSES + "?order=" + order).json().path("items");

        assertThat(items).hasSize(2);
        JsonNode first = items.path(0);
        assertThat(first.path("id").asString()).isEqualTo(order + ".2.1");
        assertThat(first.path("holder").asString()).isEqualTo("Ana");
        assertThat(first.path("left").asInt()).isEqualTo(600);
        assertThat(first.path("status").asString()).isEqualTo("valid");
        assertThat(first).isEqualTo(pass(order + ".2.1"));
        assertThat(till.get(PASSES + "/" + order + ".1.1").problem()).isEqualTo("404 not-found");
        assertThat(till.get(PASSES + "/" + order + ".2.3").problem()).isEqualTo("404 not-found");
        assertThat(till.get(PASSES + "/none").problem()).isEqualTo("404 not-found");
    }

    @Test
    void passes_are_found_by_their_holder_by_the_receipt_and_by_what_was_sold_lately() {
        String sandra = buyFor("Sándra Ruiz");
        String other = buyFor("Anders");
        String receipt = till.get("/api/orders/" + other).json().path("receiptNumber").asString();
        String old = buyFor("Sandra Ruiz");
        age(old, "40 days");

        assertThat(found("?q=sANDRA")).containsExactly(sandra + ".2.1", old + ".2.1");
        assertThat(found("?q=" + receipt)).containsExactly(other + ".2.1");
        assertThat(found("?q=andra")).isEmpty();
        assertThat(found("")).containsExactly(other + ".2.1", sandra + ".2.1");
        assertThat(open(Shop.AMERICAN).till().get(PASSES + "?q=sandra").text())
                .isEqualTo("{\"items\":[]}");
    }

    @Test
    void a_search_is_of_1_to_120_characters() {
        assertThat(List.of("", "%20", "a".repeat(121))).allMatch(
                text -> till.get(PASSES + "?q=" + text).problem().equals("400 validation"));
        assertThat(found("?q=" + "a".repeat(120))).isEmpty();
    }

    @Test
    void pages_follow_each_other_without_a_gap_also_within_an_order() {
        String first = buy(3);
        String second = buy(2);
        List<String> all = new ArrayList<>();
        for (String next = "?q=ana&limit=2"; !next.isEmpty();) {
            JsonNode page = till.get(PASSES + next).json();
            assertThat(page.path("items").size()).isBetween(1, 2);
            page.path("items").forEach(pass -> all.add(pass.path("id").asString()));
            next = page.has("nextCursor")
                    ? "?q=ana&limit=2&cursor=" + page.path("nextCursor").asString()
                    : "";
        }

        assertThat(all).containsExactly(second + ".2.1", second + ".2.2", first + ".2.1",
                first + ".2.2", first + ".2.3");
        assertThat(found("?order=" + first + "&limit=2&cursor=" + first + ".2.1"))
                .containsExactly(first + ".2.2", first + ".2.3");
    }

    @Test
    void what_was_sold_before_it_was_a_pass_fills_no_page() {
        String pass = buy(1);
        buy(1);
        age(pass, "1 day");
        shop.jdbc().sql("UPDATE pass_terms SET valid_from = now() WHERE location_id = ?")
                .params(shop.id()).update();
        String last = buy(1);

        assertThat(till.get(PASSES + "?limit=1").json().path("nextCursor").asString("none"))
                .isEqualTo("none");
        assertThat(found("?limit=1")).containsExactly(last + ".2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor="})
    void a_wrong_page_is_the_callers_mistake(String query) {
        assertThat(till.get(PASSES + "?" + query).problem()).isEqualTo("400 validation");
    }

    private String buyFor(String name) {
        return till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1},
                                      {"sku":"TEN-HOURS","quantity":1}],
             "tenders":[{"method":"card"}],"customerName":"%s"}""".formatted(name)).json()
                .path("id").asString();
    }

    private List<String> found(String query) {
        return till.get(PASSES + query).json().path("items").valueStream()
                .map(pass -> pass.path("id").asString()).toList();
    }

    @Test
    void what_is_used_is_in_its_history_and_a_repeat_uses_nothing_more() {
        String id = buy(1) + ".2.1";
        String key = Till.newKey();

        Answer first = use(id, 90, key);
        Answer again = use(id, 90, key);
        Answer more = use(id, 60, Till.newKey());

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(again.replayed()).isTrue();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(use(id, 91, key).problem()).isEqualTo("422 idempotency-key-reused");
        assertThat(more.json().path("left").asInt()).isEqualTo(450);
        assertThat(pass(id).path("uses").valueStream().map(use -> use.path("amount").asInt()))
                .containsExactly(90, 60);
    }

    @Test
    void of_many_who_use_a_pass_at_once_none_uses_what_another_has() {
        String id = buy(1) + ".2.1";

        List<Answer> answers = Together.all(16, _ -> use(id, 100, Till.newKey()));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(6);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(10).containsOnly("409 pass-not-usable");
        assertThat(pass(id).path("left").asInt()).isZero();
        assertThat(pass(id).path("status").asString()).isEqualTo("used-up");
        assertThat(pass(id).path("uses")).hasSize(6);
    }

    @Test
    void more_than_is_left_is_refused_with_what_is_left_and_changes_nothing() {
        String id = buy(1) + ".2.1";
        use(id, 550, Till.newKey());
        Map<String, String> before = shop.everything();

        Answer refused = use(id, 51, Till.newKey());

        assertThat(refused.problem()).isEqualTo("409 pass-not-usable");
        assertThat(refused.json().path("left").asInt()).isEqualTo(50);
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(use(id, 50, Till.newKey()).status()).isEqualTo(201);
    }

    @Test
    void voiding_the_order_ends_its_passes() {
        String order = buy(1);
        till.voidOrder(order, Till.newKey());

        assertThat(pass(order + ".2.1").path("status").asString()).isEqualTo("voided");
        Answer refused = use(order + ".2.1", 1, Till.newKey());
        assertThat(refused.json().path("passStatus").asString()).isEqualTo("voided");
        assertThat(shop.count("passes")).isZero();
    }

    @Test
    void a_use_beside_the_void_comes_before_it_or_is_refused() {
        String order = buy(1);

        List<Answer> answers = Together.all(8, n -> n == 0
                ? till.voidOrder(order, Till.newKey())
                : use(order + ".2.1", 10, Till.newKey()));

        List<Answer> uses = answers.subList(1, 8);
        long used = uses.stream().filter(answer -> answer.status() == 201).count();
        assertThat(answers.getFirst().status()).isEqualTo(200);
        assertThat(uses.stream().filter(answer -> answer.status() != 201)
                .map(answer -> answer.json().path("passStatus").asString()))
                .hasSize(7 - (int) used).allMatch("voided"::equals);
        assertThat(pass(order + ".2.1").path("left").asLong()).isEqualTo(600 - 10 * used);
        assertThat(pass(order + ".2.1").path("status").asString()).isEqualTo("voided");
    }

    @ParameterizedTest
    @CsvSource({"from-purchase,31 days,expired", "from-purchase,28 days,valid",
            "from-first-use,400 days,valid"})
    void days_roll_from_the_purchase_or_from_the_first_use(String counted, String ago,
            String status) {
        shop.jdbc().sql("DELETE FROM pass_terms WHERE location_id = ?").params(shop.id()).update();
        terms(counted, 600);
        String order = buy(1);
        age(order, ago);

        assertThat(pass(order + ".2.1").path("status").asString()).isEqualTo(status);
        assertThat(use(order + ".2.1", 10, Till.newKey()).status())
                .isEqualTo(status.equals("valid") ? 201 : 409);
    }

    @Test
    void the_last_day_ends_at_the_shops_midnight() {
        String id = buy(1) + ".2.1";
        LocalDate bought = Instant.parse(pass(id).path("boughtAt").asString()).atZone(MEXICO)
                .toLocalDate();
        String lastMidnight = bought.plusDays(30).atStartOfDay(MEXICO).toInstant().toString();

        assertThat(pass(id).path("expiresAt").asString().substring(0, 19))
                .isEqualTo(lastMidnight.substring(0, 19));
    }

    @Test
    void what_was_sold_stays_what_it_was_when_the_terms_change() {
        String before = buy(1) + ".2.1";
        terms("from-purchase", 300);
        String after = buy(1) + ".2.1";
        terms("from-purchase", 0);
        String none = buy(1) + ".2.1";

        assertThat(pass(before).path("amount").asInt()).isEqualTo(600);
        assertThat(pass(after).path("amount").asInt()).isEqualTo(300);
        assertThat(till.get(PASSES + "/" + none).problem()).isEqualTo("404 not-found");
        assertThat(till.get("/api/coworking/pass-terms").json().path("items")).isEmpty();
    }

    @Test
    void a_pass_of_another_location_is_not_there() {
        String id = buy(1) + ".2.1";
        Till elsewhere = open(Shop.AMERICAN).till();

        assertThat(elsewhere.get(PASSES + "/" + id).problem()).isEqualTo("404 not-found");
        assertThat(elsewhere.post(PASSES + "/" + id + "/uses", "{\"amount\":1}",
                "Idempotency-Key", Till.newKey()).problem()).isEqualTo("404 not-found");
        assertThat(elsewhere.get(PASSES + "?order=" + id.substring(0, 36)).text())
                .isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"amount\":0", "\"amount\":-5", "\"amount\":1.5", "\"amount\":null"})
    void a_use_is_of_whole_minutes_or_days(String amount) {
        assertThat(till.post(PASSES + "/" + buy(1) + ".2.1/uses", "{" + amount + "}",
                "Idempotency-Key", Till.newKey()).problem()).isEqualTo("400 validation");
    }
}
