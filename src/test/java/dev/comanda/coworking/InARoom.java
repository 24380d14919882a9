package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** A shop with a room: desks M1 to M6 for two, a table G1 for six; the tariff {@code hourly}. */
abstract class InARoom extends InAShop {

    static final String SESSIONS = "/api/coworking/sessions";

    /** First hour 58, then 29 a half hour, five minutes of grace, day price 180 from 3 h. */
    private static final String HOURLY = """
        {"code":"hourly","name":"Coworking por hora","taxRateBp":1600,"perPerson":true,
         "graceMinutes":5,"rate":{"blocks":{"first":{"minutes":60,"amount":5800},
           "later":{"minutes":30,"amount":2900,"prorated":false},
           "dayPrice":{"amount":18000,"fromMinutes":180}}},"windows":[]}
        """;
    /** A room by the hour, whoever sits there. */
    private static final String ROOM = """
        {"code":"room","name":"Sala","taxRateBp":1600,"perPerson":false,"graceMinutes":0,
         "rate":{"blocks":{"first":{"minutes":60,"amount":20000},
           "later":{"minutes":60,"amount":20000,"prorated":false}}},"windows":[]}
        """;

    /** Of a morning in Mexico. */
    static final Instant TEN = Instant.parse("2026-11-27T16:00:00Z");

    private boolean clockMoved;

    @BeforeEach
    void furnish() {
        furnish(shop);
        shop.sells("LATTE", 5500, 1600, 1000L);
        shop.sells("COPIA", 150, 1600, null);
    }

    /** What the room's clock shows from now on, in every shop: it stands still. */
    void clock(Instant instant) {
        clock("'" + instant + "'::timestamptz");
        clockMoved = true;
    }

    @AfterEach
    void letTheClockRun() {
        if (clockMoved) {
            clock("date_trunc('milliseconds', clock_timestamp())");
        }
    }

    private void clock(String now) {
        shop.jdbc().sql("""
            CREATE OR REPLACE FUNCTION room_now() RETURNS timestamptz
            LANGUAGE sql VOLATILE PARALLEL SAFE RETURN\s""" + now).update();
    }

    static void furnish(Shop shop) {
        shop.jdbc().sql("""
            INSERT INTO seats (location_id, code, kind, name, capacity)
            SELECT ?, 'M' || n, 'desk', 'Mesa ' || n, 2 FROM generate_series(1, 6) AS n
            UNION ALL
            SELECT ?, 'G1', 'table', 'Mesa grande', 6
            """).params(shop.id(), shop.id()).update();
        tariff(shop, "hourly", HOURLY);
        tariff(shop, "room", ROOM);
    }

    /** A tariff that has always been in force; its next version, where there is one. */
    static void tariff(Shop shop, String code, String rules) {
        shop.jdbc().sql("""
            INSERT INTO tariffs (location_id, id, code, version, active, valid_from, rules)
            SELECT ?, ?, ?, count(*) + 1, true, '2020-01-01', ?::jsonb
              FROM tariffs
             WHERE location_id = ? AND code = ?
            """).params(shop.id(), UUID.randomUUID(), code, rules, shop.id(), code).update();
    }

    static String wish(String seat) {
        return "{\"seat\":\"%s\",\"guestName\":\"Ana\",\"people\":1,\"tariff\":\"hourly\"}"
                .formatted(seat);
    }

    Answer open(String key, String wish) {
        return till.post(SESSIONS, wish, "Idempotency-Key", key);
    }

    /** The id of a session that was just opened there. */
    String opened(String seat) {
        Answer answer = open(Till.newKey(), wish(seat));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    /** A deed under a new key. */
    Answer act(String session, String deed, String body) {
        return act(till, Till.newKey(), session, deed, body);
    }

    static Answer act(Till till, String key, String session, String deed, String body) {
        return till.post(SESSIONS + "/" + session + "/" + deed, body, "Idempotency-Key", key);
    }

    Answer addLatte(String session) {
        return act(session, "extras", "{\"sku\":\"LATTE\",\"quantity\":1}");
    }

    Answer remove(String session, String extra) {
        return till.send("DELETE", SESSIONS + "/" + session + "/extras/" + extra,
                BodyPublishers.noBody());
    }

    Answer find(String session) {
        return till.get(SESSIONS + "/" + session);
    }

    static String extra(Answer session, int index) {
        return session.json().path("extras").path(index).path("id").asString();
    }

    /** Lets a session have begun, and been changed, so much earlier. */
    void earlier(String session, int minutes) {
        shop.jdbc().sql("""
            WITH stretches AS (
                UPDATE session_stretches
                   SET from_at = from_at - ? * interval '1 minute'
                 WHERE location_id = ? AND session_id = ?::uuid)
            UPDATE coworking_sessions
               SET started_at = started_at - ? * interval '1 minute'
             WHERE location_id = ? AND id = ?::uuid
            """).params(minutes, shop.id(), session, minutes, shop.id(), session).update();
    }

    /** Type and body of each event of a session, in the order in which they were made. */
    List<String> events(String session) {
        return shop.jdbc().sql("""
            SELECT type || ' ' || data
              FROM all_events
             WHERE location_id = ? AND topic = 'coworking' AND entity_id = ?::uuid
             ORDER BY (data::json ->> 'version')::integer
            """).params(shop.id(), session).query(String.class).list().stream()
                .map(event -> event).toList();
    }

    /** The last thing that screens were told is what the counter was answered. */
    void assertTold(String type, Answer answer) {
        assertThat(events(answer.json().path("id").asString()).getLast())
                .isEqualTo(type + " " + answer.text());
    }

    static List<String> values(JsonNode items, String member) {
        return items.valueStream().map(item -> item.path(member).asString()).toList();
    }
}
