package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ReadingSalesByTheHourTests extends InAShop {

    @Test
    void each_sale_counts_in_the_hour_of_the_shops_clock_without_its_tip() {
        sellAt(shop, till, "2026-05-05 14:00:00Z");
        sellAt(shop, till, "2026-05-05 14:59:59.999999Z");
        sellAt(shop, till, "2026-05-06 05:59:59Z"); // 23:59 in Mexico
        sellAt(shop, till, "2026-05-05 05:59:59Z"); // the evening before
        till.voidOrder(sellAt(shop, till, "2026-05-05 14:30:00Z"), Till.newKey());

        List<JsonNode> hours = hours(till, "2026-05-05");

        assertThat(hours).hasSize(24);
        assertThat(hours.getFirst().path("from").asString()).isEqualTo("2026-05-05T06:00:00Z");
        assertThat(hours.get(8).path("orders").asInt()).isEqualTo(2);
        assertThat(hours.get(8).path("sales").asLong()).isEqualTo(11000);
        assertThat(hours.get(8).path("tips").asLong()).isEqualTo(600);
        assertThat(hours.get(23).path("orders").asInt()).isEqualTo(1);
        assertThat(hours).extracting(hour -> hour.path("orders").asInt())
                .filteredOn(orders -> orders > 0).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01, 25, 2026-11-01 06:30:00Z, 2",
            "2026-03-08, 23, 2026-03-08 07:30:00Z, 2"})
    void a_day_has_as_many_hours_as_the_clock_gives_it(String day, int hours, String at,
            int nth) {
        Shop newYork = open(Shop.AMERICAN);
        Till there = newYork.till();
        sellAt(newYork, there, at);

        List<JsonNode> found = hours(there, day);

        assertThat(found).hasSize(hours);
        assertThat(found.get(nth).path("orders").asInt()).isEqualTo(1);
    }

    @Test
    void without_a_day_it_is_the_shops_today_and_of_no_other_shop() {
        sellAt(shop, till, "now");
        Answer answer = open(Shop.MEXICAN).till().get("/api/reports/sales-by-hour");

        assertThat(answer.text()).doesNotContain("5500");
        assertThat(till.get("/api/reports/sales-by-hour").text()).contains("5500");
        assertThat(till.get("/api/reports/sales-by-hour?day=yesterday").problem())
                .isEqualTo("400 validation");
    }

    @Test
    void what_arrived_later_counts_in_the_hour_in_which_it_was_sold() {
        shop.sells("TE", 3000, 0, null);
        String sold = """
            {"register":"R1","lines":[{"sku":"TE","quantity":1}],"soldAt":"2026-05-05T14:30:00Z",
             "tenders":[{"method":"cash","received":3000}]}""";
        assertThat(till.place(Till.newKey(), sold).status()).isEqualTo(201);
        till.voidOrder(till.place(Till.newKey(), sold).json().path("id").asString(),
                Till.newKey());

        JsonNode hour = hours(till, "2026-05-05").get(8);

        assertThat(hour.path("orders").asInt()).isEqualTo(1);
        assertThat(hour.path("sales").asLong()).isEqualTo(3000);
        assertThat(till.get("/api/reports/sales-by-hour").text()).doesNotContain("3000");
    }

    private static List<JsonNode> hours(Till till, String day) {
        Answer answer = till.get("/api/reports/sales-by-hour?day=" + day);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().path("day").asString()).isEqualTo(day);
        return StreamSupport.stream(answer.json().path("hours").spliterator(), false).toList();
    }

    private static String sellAt(Shop shop, Till till, String instant) {
        String sku = "LATTE-" + Till.newKey();
        shop.sells(sku, 5500, 0, null);
        Answer sold = till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],"tip":{"amount":300},
             "tenders":[{"method":"card","amount":5800}]}
            """.formatted(sku));
        assertThat(sold.status()).as("%s", sold).isEqualTo(201);
        String id = sold.json().path("id").asString();
        shop.jdbc().sql("UPDATE orders SET created_at = ?::timestamptz WHERE id = ?::uuid")
                .params(instant, id).update();
        return id;
    }
}
