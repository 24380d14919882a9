package dev.comanda.tariffs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeepingTariffsTests extends InAShop {

    private static final String TARIFFS = "/api/coworking/tariffs";
    private static final JsonNode VECTORS = JsonMapper.shared()
            .readTree(Path.of("docs", "vectors", "tariffs.json"));
    private static final String HOURLY = VECTORS.path("tariffs").path(0).toString();

    @Autowired
    private Tariffs tariffs;

    private Answer add(String rules) {
        return till.post(TARIFFS, "{\"rules\":" + rules + "}");
    }

    private Answer change(String version, String rules, String more) {
        return till.post(TARIFFS + "/hourly/versions", "{\"rules\":" + rules + more + "}",
                "If-Match", version);
    }

    private Answer quote(String tariff, int minutes) {
        return till.post(TARIFFS + "/quote", """
            {"tariff":%s,"minutes":%d,"startedAt":"2026-11-24T16:00:00Z"}
            """.formatted(tariff, minutes));
    }

    private static String with(String rules, String from, String to) {
        assertThat(rules).contains(from);
        return rules.replace(from, to);
    }

    @Test
    void a_tariff_that_was_added_is_offered_and_says_its_rules() {
        Answer added = add(HOURLY);

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.header("ETag")).isEqualTo("\"1\"");
        assertThat(added.json().path("rules")).isEqualTo(VECTORS.path("tariffs").path(0));
        JsonNode offered = shop.till("cashier").get(TARIFFS).json().path("items");
        assertThat(offered).hasSize(1).containsExactly(added.json());
        assertThat(add(HOURLY).problem()).isEqualTo("409 already-exists");
    }

    @ParameterizedTest
    @MethodSource("published")
    void every_published_tariff_is_kept_as_it_was_sent(JsonNode rules) {
        assertThat(add(rules.toString()).json().path("rules")).isEqualTo(rules);
        assertThat(tariffs.inForce(shop.id(), rules.path("code").asString()).orElseThrow().rules())
                .isEqualTo(Tariff.parse(rules.toString()));
    }

    static Stream<JsonNode> published() {
        return VECTORS.path("tariffs").valueStream();
    }

    @Test
    void a_change_is_a_new_version_and_what_began_before_keeps_the_old_one() {
        StoredTariff first = stored(add(HOURLY));
        Answer changed = change("\"1\"", with(HOURLY, "5800", "6000"), "");

        assertThat(changed.status()).as(changed.text()).isEqualTo(201);
        assertThat(changed.json().path("version").asInt()).isEqualTo(2);
        assertThat(tariffs.inForce(shop.id(), "hourly")).contains(stored(changed));
        assertThat(till.get(TARIFFS + "/hourly/versions").json().path("items").valueStream()
                .map(KeepingTariffsTests::stored)).containsExactly(stored(changed), first);
    }

    @Test
    void a_planned_version_waits_and_one_that_ends_a_tariff_takes_it_off() {
        Answer now = add(HOURLY);
        change("\"1\"", with(HOURLY, "5800", "6000"), ",\"validFrom\":\"2099-01-01T06:00:00Z\"");
        assertThat(till.get(TARIFFS).json().path("items")).containsExactly(now.json());

        Answer ended = change("\"2\"", HOURLY, ",\"active\":false");

        assertThat(ended.status()).as(ended.text()).isEqualTo(201);
        assertThat(till.get(TARIFFS).json().path("items")).isEmpty();
        assertThat(tariffs.inForce(shop.id(), "hourly")).isEmpty();
        assertThat(inForceAt("2098-12-31T00:00:00Z")).isNull();
        assertThat(inForceAt("2099-01-01T06:00:00Z")).isEqualTo(2);
        assertThat(change("\"3\"", HOURLY, ",\"validFrom\":\"2020-01-01T00:00:00Z\"").json()
                .path("validFrom").asString()).isGreaterThan("2020-01-02");
        assertThat(till.get(TARIFFS).json().path("items")).hasSize(1);
    }

    @Test
    void a_manager_sees_what_is_offered_planned_and_withdrawn_each_by_itself() {
        String daily = with(HOURLY, "\"hourly\"", "\"daily\"");
        Answer hourly = add(HOURLY);
        String plan = ",\"validFrom\":\"2099-%s-01T06:00:00Z\"";
        Answer later = change("\"1\"", with(HOURLY, "5800", "6100"), plan.formatted("02"));
        change("\"2\"", with(HOURLY, "5800", "6000"), plan.formatted("01"));
        Answer better = change("\"3\"", with(HOURLY, "5800", "5900"), plan.formatted("01"));
        add(daily);
        Answer gone = till.post(TARIFFS + "/daily/versions",
                "{\"rules\":" + daily + ",\"active\":false}", "If-Match", "\"1\"");

        assertThat(listed("offered")).containsExactly(hourly.json());
        assertThat(listed("planned")).containsExactly(better.json(), later.json());
        assertThat(listed("withdrawn")).containsExactly(gone.json());
        assertThat(till.get(TARIFFS + "?state=past").problem()).isEqualTo("400 validation");
    }

    private List<JsonNode> listed(String state) {
        return till.get(TARIFFS + "?state=" + state).json().path("items").valueStream().toList();
    }

    private @Nullable Integer inForceAt(String instant) {
        return shop.jdbc().sql("""
            SELECT (SELECT version FROM tariffs
                     WHERE location_id = :location
                       AND id = tariff_in_force(:location, 'hourly', :at::timestamptz))
            """).param("location", shop.id()).param("at", instant)
                .query(Integer.class).optional().orElse(null);
    }

    @Test
    void of_many_changes_of_one_version_one_is_made() {
        add(HOURLY);

        List<Answer> answers = Together.all(12, n -> change("\"1\"",
                with(HOURLY, "5800", Integer.toString(5900 + n)), ""));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(11).containsOnly("412 stale-version");
        assertThat(change("\"7\"", HOURLY, "").problem()).isEqualTo("412 stale-version");
        assertThat(change("*", HOURLY, "").problem()).isEqualTo("412 stale-version");
        assertThat(till.post(TARIFFS + "/hourly/versions", "{\"rules\":" + HOURLY + "}")
                .problem()).isEqualTo("428 precondition-required");
        assertThat(till.post(TARIFFS + "/daily/versions",
                "{\"rules\":" + with(HOURLY, "hourly", "daily") + "}", "If-Match", "\"1\"")
                .problem()).isEqualTo("404 not-found");
    }

    @Test
    void every_change_is_in_the_audit_book_with_what_was_before() {
        add(HOURLY);
        change("\"1\"", with(HOURLY, "5800", "6000"), "");
        change("\"1\"", HOURLY, "");

        assertThat(shop.jdbc().sql("""
            SELECT action || ' ' || entity_id || ' '
                   || coalesce(before::json #>> '{rules,rate,blocks,first,amount}', '-') || ' → '
                   || (after::json #>> '{rules,rate,blocks,first,amount}')
              FROM audit_entries
             WHERE location_id = ? AND entity = 'tariffs'
             ORDER BY created_at
            """).params(shop.id()).query(String.class).list())
                .containsExactly("create hourly - → 5800", "change hourly 5800 → 6000");
    }

    @Test
    void only_managers_change_tariffs_and_only_those_of_their_location() {
        add(HOURLY);
        Till cashier = shop.till("cashier");

        assertThat(cashier.post(TARIFFS, "{\"rules\":" + HOURLY + "}").problem())
                .isEqualTo("403 forbidden");
        assertThat(quoteBy(cashier).status()).isEqualTo(200);
        Till elsewhere = open(Shop.AMERICAN).till();
        assertThat(elsewhere.get(TARIFFS).text()).isEqualTo("{\"items\":[]}");
        assertThat(elsewhere.get(TARIFFS + "/hourly/versions").problem())
                .isEqualTo("404 not-found");
        assertThat(quoteBy(elsewhere).problem()).isEqualTo("422 unknown-tariff");
    }

    private static Answer quoteBy(Till till) {
        return till.post(TARIFFS + "/quote", "{\"tariff\":{\"code\":\"hourly\"},\"minutes\":1}");
    }

    @Test
    void a_trial_is_the_published_charge_and_keeps_nothing() {
        JsonNode vector = VECTORS.path("vectors").path(0);
        Map<String, String> before = shop.everything();
        for (JsonNode charge : vector.path("charges")) {
            Answer answer = quote("{\"rules\":" + HOURLY + "}", charge.path("minute").asInt());

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().at("/charge/amount")).isEqualTo(charge.path("amount"));
            assertThat(answer.json().path("schedule")).isEqualTo(vector.at("/schedule/steps"));
        }
        Answer ticket = quote("{\"rules\":" + HOURLY + "}", 125);
        assertThat(ticket.json().at("/charge/lines")).isEqualTo(vector.at("/ticket/lines"));
        assertThat(ticket.json().path("currency").asString()).isEqualTo("MXN");
        assertThat(shop.everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"graceMinutes\":5|\"graceMinutes\":30|/rules/graceMinutes|maximum",
            "\"graceMinutes\":5|\"graceMinutes\":-1|/rules/graceMinutes|minimum",
            "\"minutes\":60|\"minutes\":0|/rules/rate/blocks/first/minutes|minimum",
            "\"amount\":2900|\"amount\":2.5|/rules/rate/blocks/later/amount|type",
            "\"amount\":18000|\"amount\":5000|/rules/rate/blocks/dayPrice/amount|minimum",
            "\"amount\":18000|\"amount\":30000|/rules/rate/blocks/dayPrice/fromMinutes"
                    + "|day-price-jump",
            "\"blocks\":{|\"blocks\":{\"base\":1,|/rules/rate/blocks/base|additionalProperties",
            "\"code\":\"hourly\"|\"code\":\"Hourly\"|/rules/code|pattern",
            "\"perPerson\":true,||/rules/perPerson|required",
            "\"taxRateBp\":1600|\"taxRateBp\":10001|/rules/taxRateBp|maximum"})
    void wrong_rules_are_refused_by_the_name_of_the_field(String from, String to, String pointer,
            String rule) {
        Answer answer = add(with(HOURLY, from, to == null ? "" : to));

        assertThat(answer.problem()).as(answer.text()).isEqualTo("400 validation");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/rule").asString()).isEqualTo(rule);
        assertThat(answer.json().at("/errors/0/detail").asString()).doesNotContain("{");
        assertThat(shop.count("tariffs")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "18:00|18:00|monday|/rules/windows/0/to|window-order",
            "18:00|09:00|monday|/rules/windows/0/to|window-order",
            "18:00|24:00|monday|/rules/windows/0/to|pattern",
            "18:00|20:00|lunes|/rules/windows/0/days/0|enum",
            "18:00|20:00|monday\",\"monday|/rules/windows/0/days|uniqueItems",
            "10:00|12:30|sunday|/rules/windows/1|window-overlap"})
    void a_window_has_its_hours_for_itself(String from, String to, String days, String pointer,
            String rule) {
        String rate = """
            {"passes":{"passes":[{"name":"1 h","minutes":60,"amount":100}]}}""";
        Answer answer = add("""
            {"code":"w","name":"W","taxRateBp":0,"perPerson":true,"graceMinutes":0,"rate":%s,
             "windows":[{"days":["%s"],"from":"%s","to":"%s","rate":%s},
                        {"days":["sunday"],"from":"12:00","to":"00:00","rate":%s}]}
            """.formatted(rate, days, from, to, rate, rate));

        assertThat(answer.problem()).as(answer.text()).isEqualTo("400 validation");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        assertThat(answer.json().at("/errors/0/rule").asString()).isEqualTo(rule);
    }

    @Test
    void a_tariff_charges_in_one_way_and_its_windows_do_too() {
        String passes = "{\"passes\":{\"passes\":[{\"name\":\"h\",\"minutes\":60,\"amount\":1}]}}";
        String tickets = """
            {"dayTickets":{"tickets":[{"name":"a","fromMinutes":%d,"amount":5},
                                      {"name":"b","fromMinutes":60,"amount":%d}]}}""";

        assertThat(wrong(passes.replaceFirst("}$", "") + ","
                + tickets.formatted(0, 9).substring(1), "")).isEqualTo("/rules/rate maxProperties");
        assertThat(wrong("{}", "")).isEqualTo("/rules/rate minProperties");
        assertThat(wrong(tickets.formatted(1, 9), ""))
                .isEqualTo("/rules/rate/dayTickets/tickets/0/fromMinutes const");
        assertThat(wrong(tickets.formatted(0, 4), ""))
                .isEqualTo("/rules/rate/dayTickets/tickets/1/amount ascending");
        assertThat(wrong(passes, """
            {"days":["monday"],"from":"10:00","to":"11:00","rate":%s}
            """.formatted(tickets.formatted(0, 9)))).isEqualTo("/rules/windows/0/rate window-rate");
    }

    private String wrong(String rate, String windows) {
        Answer answer = add("""
            {"code":"w","name":"W","taxRateBp":0,"perPerson":true,"graceMinutes":0,"rate":%s,
             "windows":[%s]}
            """.formatted(rate, windows));
        assertThat(answer.problem()).as(answer.text()).isEqualTo("400 validation");
        return answer.json().at("/errors/0/pointer").asString() + " "
                + answer.json().at("/errors/0/rule").asString();
    }

    private static StoredTariff stored(Answer answer) {
        return stored(answer.json());
    }

    private static StoredTariff stored(JsonNode json) {
        return JsonMapper.shared().treeToValue(json, StoredTariff.class);
    }
}
