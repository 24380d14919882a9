package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What was sold without a connection comes in later: when it was, and whose sale, is kept. */
class SellingBeforeItArrivesTests extends InAShop {

    private static final String YESTERDAY = "2026-01-14T21:05:07.250Z";

    @BeforeEach
    void shelf() {
        shop.sells("LATTE", 5500, 1600, 10L);
    }

    private static String sale(String more) {
        return """
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],
             "tenders":[{"method":"cash","received":6000}]%s}""".formatted(more);
    }

    private static String staffOf(Till till) {
        return till.get("/api/session").json().at("/staff/id").asString();
    }

    @Test
    void it_keeps_its_time_and_its_seller_beside_those_of_its_arrival() {
        String seller = staffOf(shop.till("cashier"));
        String key = Till.newKey();
        String body = sale(",\"soldAt\":\"%s\",\"soldBy\":\"%s\"".formatted(YESTERDAY, seller));

        Answer placed = till.place(key, body);

        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        JsonNode order = placed.json();
        assertThat(order.path("soldAt").asString()).isEqualTo(YESTERDAY);
        assertThat(order.path("soldBy").asString()).isEqualTo(seller);
        assertThat(order.path("placedBy").asString()).isEqualTo(staffOf(till));
        assertThat(Instant.parse(order.path("placedAt").asString()))
                .isAfter(Instant.parse(YESTERDAY));
        assertThat(till.place(key, body).text()).isEqualTo(placed.text());
        assertThat(till.byKey(key).text()).isEqualTo(placed.text());
        assertThat(till.list("limit=1").json().path("orders").path(0)).isEqualTo(order);
        assertThat(shop.jdbc().sql("SELECT data FROM all_events WHERE location_id = ?")
                .params(shop.id()).query(String.class).list()).containsExactly(placed.text());
    }

    @Test
    void one_that_was_sold_as_it_arrived_says_neither() {
        JsonNode order = till.place(Till.newKey(), sale("")).json();

        assertThat(List.of(order.has("soldAt"), order.has("soldBy"))).containsOnly(false);
    }

    @Test
    void a_till_whose_clock_is_ahead_sold_it_when_it_arrived() {
        JsonNode order = till.place(Till.newKey(), sale(",\"soldAt\":\"2099-01-01T00:00:00Z\""))
                .json();

        assertThat(order.path("soldAt")).isEqualTo(order.path("placedAt"));
    }

    @Test
    void nobody_of_another_location_sold_it_and_the_key_is_free_for_who_did() {
        String key = Till.newKey();
        String stranger = staffOf(open(Shop.AMERICAN).till());
        Map<String, String> before = shop.everything();

        Answer refused = till.place(key, sale(",\"soldBy\":\"" + stranger + "\""));

        assertThat(refused.problem()).isEqualTo("400 validation");
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/soldBy");
        assertThat(refused.json().at("/errors/0/rule").asString()).isEqualTo("unknown-person");
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(till.place(key, sale("")).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
            "2026-13-01T00:00:00Z", "20999-01-01T00:00:00Z"})
    void a_time_that_no_till_of_ours_can_mean_is_refused(String soldAt) {
        Answer refused = till.place(Till.newKey(), sale(",\"soldAt\":\"" + soldAt + "\""));

        assertThat(refused.problem()).isEqualTo("400 validation");
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/soldAt");
    }
}
