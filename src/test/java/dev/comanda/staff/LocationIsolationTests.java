package dev.comanda.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.GuardedShop;
import dev.comanda.security.Permissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to one location, asked for with every endpoint from another. */
class LocationIsolationTests extends GuardedShop {

    @Test
    void nothing_of_another_location_is_read_or_touched_by_any_endpoint() {
        Map<String, String> theirs = shopWithOneOfEverything();
        String before = dump();
        String elsewhere = openAnotherAndSignIn();

        for (Permissions.Rule rule : Permissions.rules()) {
            for (String route : rule.routes()) {
                for (String id : theirs.values()) {
                    attempt(elsewhere, route, id, theirs);
                }
            }
        }
        assertThat(dump()).as("nothing was changed").isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"ABC, America/Mexico_City, 400 /currency currency",
            "MXN, America/Macondo, 400 /timeZone time-zone"})
    void a_location_has_a_currency_and_a_time_zone_that_exist(String currency, String zone,
            String refused) {
        assertThat(send(admin(), "POST", "/api/locations", """
            {"code":"%s","name":"Otra","currency":"%s","timeZone":"%s","pricesIncludeTax":true}"""
                .formatted(unique("otra"), currency, zone)).refused()).isEqualTo(refused);
    }

    private void attempt(String token, String route, String id, Map<String, String> theirs) {
        String method = route.substring(0, route.indexOf(' '));
        String pattern = route.substring(route.indexOf(' ') + 1);
        if (route.equals("DELETE /api/session") || route.startsWith("PUT ")
                || pattern.contains("**")) {
            return;
        }
        String path = pattern.replaceAll("\\{(id|code|key|topic|slug|extra)}", id);
        for (String body : List.of("{}", "{\"active\":false}", "{\"reason\":\"error\"}",
                "{\"name\":\"mine\"}", "{\"delta\":-1,\"reason\":\"count\"}", "{\"people\":2}",
                "{\"seat\":\"SEATONLYHERE\"}")) {
            Answer answer = send(token, method, path, method.equals("GET") ? "" : body,
                    "Idempotency-Key", UUID.randomUUID().toString(), "If-Match", "\"1\"");
            assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                    .isLessThan(500);
            if (pattern.contains("{")) {
                assertThat(answer.status()).as(method + " " + path).isGreaterThanOrEqualTo(400);
            }
            String shown = answer.body().replace(path, "");
            theirs.forEach((what, theirId) -> assertThat(shown)
                    .as(what + " shown by " + method + " " + path).doesNotContain(theirId));
            if (method.equals("GET")) {
                return;
            }
        }
    }

    private Map<String, String> shopWithOneOfEverything() {
        String sku = unique("sku");
        String product = send(admin(), "POST", "/api/products", """
            {"sku":"%s","name":"Latte","category":"café","price":5500,"taxRateBp":1600,\
            "stock":9}""".formatted(sku)).text("id");
        String key = UUID.randomUUID().toString();
        String order = send(admin(), "POST", "/api/orders", """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],
             "tenders":[{"method":"cash","received":5500}]}""".formatted(sku),
                "Idempotency-Key", key).text("id");
        String person = hire(unique("ana"), "cashier", "pin", pin());
        send(admin(), "POST", "/api/registers", "{\"code\":\"ONLYHERE\"}");
        String device = send(admin(), "POST", "/api/devices", """
            {"kind":"register","name":"Barra","register":"ONLYHERE"}""").json()
                .at("/device/id").asString();
        send(admin(), "POST", "/api/coworking/seats", """
            {"code":"SEATONLYHERE","kind":"desk","name":"Mesa","capacity":1}""");
        send(admin(), "POST", "/api/coworking/tariffs", """
            {"rules":{"code":"tariffonlyhere","name":"Hora","taxRateBp":0,"perPerson":true,
             "graceMinutes":0,"rate":{"passes":{"passes":[
             {"name":"1 h","minutes":60,"amount":5800}]}}}}""");
        String session = send(admin(), "POST", "/api/coworking/sessions", """
            {"seat":"SEATONLYHERE","guestName":"Ana","people":1,"tariff":"tariffonlyhere"}""",
                "Idempotency-Key", UUID.randomUUID().toString()).text("id");
        String extra = send(admin(), "POST", "/api/coworking/sessions/" + session + "/extras",
                "{\"sku\":\"" + sku + "\",\"quantity\":1}", "Idempotency-Key",
                UUID.randomUUID().toString()).json().at("/extras/0/id").asString();
        assertThat(List.of(product, order, person, device, session, extra)).doesNotContain("");
        return Map.ofEntries(Map.entry("product", product), Map.entry("sku", sku),
                Map.entry("order", order), Map.entry("key", key), Map.entry("person", person),
                Map.entry("register", "ONLYHERE"), Map.entry("device", device),
                Map.entry("seat", "SEATONLYHERE"), Map.entry("tariff", "tariffonlyhere"),
                Map.entry("session", session), Map.entry("extra", extra));
    }

    private String openAnotherAndSignIn() {
        String code = unique("otra");
        assertThat(send(admin(), "POST", "/api/locations", """
            {"code":"%s","name":"Otra","currency":"MXN","timeZone":"America/Mexico_City",
             "pricesIncludeTax":true}""".formatted(code)).status()).isEqualTo(201);
        Answer answer = send("", "POST", "/api/session", """
            {"username":"jefa","password":"%s","location":"%s"}""".formatted(PASSWORD, code));
        assertThat(answer.json().at("/location/code").asString()).isEqualTo(code);
        return answer.text("token");
    }

    /** Everything of the first location that a request could have changed. */
    private String dump() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("products", "stock_movements", "orders", "order_lines",
                "order_tenders", "staff", "registers", "devices", "idempotency_keys", "seats",
                "tariffs", "pass_terms", "passes", "pass_uses", "coworking_sessions",
                "session_stretches", "session_extras")) {
            all.append(jdbc.sql("SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '')"
                    + " FROM " + table + " AS t WHERE location_id = 1").query(String.class)
                    .single());
        }
        return all.toString();
    }
}
