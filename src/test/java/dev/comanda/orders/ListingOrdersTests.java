package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ListingOrdersTests extends InAShop {

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, null);
    }

    @Test
    void pages_go_from_the_newest_to_the_oldest_and_show_each_order_whole() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            placed.addFirst(sell(till, "R1").toString());
        }

        assertThat(pages("limit=3")).extracting(JsonNode::toString).isEqualTo(placed);
        assertThat(pages("limit=7")).extracting(JsonNode::toString).isEqualTo(placed);
        Answer exact = till.list("limit=7");
        assertThat(exact.status()).isEqualTo(200);
        assertThat(exact.header("Content-Type")).isEqualTo("application/json");
        assertThat(exact.json().has("nextCursor")).isFalse();
        assertThat(till.list("limit=6").json().path("nextCursor").asString()).isNotEmpty();
    }

    @Test
    void orders_of_one_microsecond_are_neither_doubled_nor_lost() {
        for (int i = 0; i < 7; i++) {
            sell(till, "R1");
        }
        shop.jdbc().sql("""
            UPDATE orders SET created_at = '2026-05-05 12:00:00.123456Z' WHERE location_id = ?
            """).params(shop.id()).update();

        assertThat(pages("limit=2")).extracting(order -> order.path("id").asString())
                .doesNotHaveDuplicates().hasSize(7);
    }

    @Test
    void orders_that_arrive_meanwhile_neither_double_nor_hide_the_others() {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            there.addFirst(sell(till, "R1").path("id").asString());
        }
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> selling = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                sell(till, "R2");
            }
        });
        try {
            for (int i = 0; i < 10; i++) {
                List<String> seen = pages("limit=4").stream()
                        .map(order -> order.path("id").asString()).toList();
                assertThat(seen).doesNotHaveDuplicates().containsSubsequence(there);
            }
        } finally {
            stop.set(true);
            selling.join();
        }
    }

    @Test
    void filters_narrow_and_combine() {
        String first = sell(till, "R1").path("id").asString();
        sell(till, "R1");
        sell(till, "R2");
        till.voidOrder(first, Till.newKey());

        assertThat(pages("register=R1")).hasSize(2);
        assertThat(pages("status=paid")).hasSize(2);
        assertThat(pages("status=voided")).hasSize(1);
        assertThat(pages("status=voided&register=R1&limit=1")).hasSize(1);
        assertThat(pages("status=voided&register=R2")).isEmpty();
        assertThat(pages("register=R9")).isEmpty();
        assertThat(pages("day=2001-01-01")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            // no change of clocks: UTC-6
            "America/Mexico_City, 2026-02-10T05:30:00Z, 2026-02-09",
            "America/Mexico_City, 2026-02-10T05:59:59.999999Z, 2026-02-09",
            "America/Mexico_City, 2026-02-10T06:00:00Z, 2026-02-10",
            // 8 March has 23 hours: from UTC-5 to UTC-4
            "America/New_York, 2026-03-08T04:30:00Z, 2026-03-07",
            "America/New_York, 2026-03-08T05:00:00Z, 2026-03-08",
            "America/New_York, 2026-03-09T03:30:00Z, 2026-03-08",
            "America/New_York, 2026-03-09T04:00:00Z, 2026-03-09",
            // 1 November has 25: half past one twice, and half past eleven at 04:30 UTC
            "America/New_York, 2026-11-01T03:30:00Z, 2026-10-31",
            "America/New_York, 2026-11-01T05:30:00Z, 2026-11-01",
            "America/New_York, 2026-11-01T06:30:00Z, 2026-11-01",
            "America/New_York, 2026-11-02T04:30:00Z, 2026-11-01",
            "America/New_York, 2026-11-02T05:00:00Z, 2026-11-02",
            // 6 September begins at one o'clock
            "America/Santiago, 2026-09-06T03:59:59.999Z, 2026-09-05",
            "America/Santiago, 2026-09-06T04:00:00Z, 2026-09-06",
            "Asia/Kathmandu, 2026-06-01T18:14:59Z, 2026-06-01",
            "Asia/Kathmandu, 2026-06-01T18:15:00Z, 2026-06-02"})
    void an_order_belongs_to_the_day_of_the_shop(String zone, String instant, String day) {
        Shop there = open(new Shop.Terms("USD", zone, true));
        there.sells("LATTE", 5500, 1600, null);
        Till theirs = there.till();
        sell(theirs, "R1");
        there.jdbc().sql("UPDATE orders SET created_at = ?::timestamptz WHERE location_id = ?")
                .params(instant, there.id()).update();

        LocalDate date = LocalDate.parse(day);
        for (int offset = -2; offset <= 2; offset++) {
            assertThat(theirs.list("day=" + date.plusDays(offset)).json().path("orders"))
                    .as("%s, %d days off", instant, offset).hasSize(offset == 0 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-1", "limit=x", "limit=1.5",
            "limit=99999999999", "day=yesterday", "day=2026-02-30", "day=2026-1-1",
            "day=2026-01-01T00:00", "day=%2B999999999-12-31", "day=-999999999-01-01",
            "day=2026-01-01%00", "status=open", "status=PAID", "status=paid%00", "register=%00",
            "register=R1'%20OR", "register=", "status=", "cursor=x", "cursor=%00", "cursor=!!!!",
            "cursor=AAAA", "cursor=", "cursor=%F0%9F%92%A3"})
    void what_cannot_be_listed_is_refused_by_its_name(String query) {
        sell(till, "R1");

        Answer answer = till.list(query);

        assertThat(answer.problem()).as(answer.text()).isEqualTo("400 validation");
        assertThat(answer.json().at("/errors/0/parameter").asString())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 300_000_000_000_000_000L,
            -300_000_000_000_000_000L})
    void a_forged_cursor_is_no_500(long microseconds) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(
                ByteBuffer.allocate(24).putLong(microseconds).putLong(-1).putLong(-1).array());

        assertThat(till.list("cursor=" + cursor).status()).isIn(200, 400);
    }

    private List<JsonNode> pages(String query) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = till.list(query + cursor).json();
            StreamSupport.stream(page.path("orders").spliterator(), false).forEach(all::add);
            cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asString() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private static JsonNode sell(Till till, String register) {
        Answer answer = till.place(Till.newKey(), """
            {"register":"%s","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
            """.formatted(register));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }
}
