package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Promise: what a screen shows at any instant is what checkout charges then. -Dseed=n repeats. */
@Timeout(120)
class ShowingWhatIsChargedTests extends InARoom {

    private static final String PRORATED = """
        {"code":"prorated","name":"Por minuto","taxRateBp":800,"perPerson":true,"graceMinutes":2,
         "rate":{"blocks":{"first":{"minutes":45,"amount":4000},
           "later":{"minutes":60,"amount":3333,"prorated":true},"dayPrice":{"amount":20000}}},
         "windows":[{"days":["monday","wednesday","friday","sunday"],"from":"18:00","to":"00:00",
           "rate":{"blocks":{"first":{"minutes":45,"amount":2500},
             "later":{"minutes":60,"amount":2000,"prorated":true}}}}]}
        """;
    private static final String HALF_DAYS = """
        {"code":"half-days","name":"Medios días","taxRateBp":1600,"perPerson":true,
         "graceMinutes":10,"rate":{"passes":{"passes":[{"name":"Dos horas","minutes":120,
           "amount":7000},{"name":"Medio día","minutes":300,"amount":15000}],
           "dayAmount":25000}},"windows":[]}
        """;
    private static final List<String> MOVES = List.of("\"seat\":\"M4\",\"tariff\":\"hourly\"",
            "\"seat\":\"G1\",\"tariff\":\"room\"", "\"seat\":\"M5\",\"tariff\":\"prorated\"",
            "\"seat\":\"M6\",\"tariff\":\"half-days\"", "\"seat\":\"G1\"");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private Instant now = Instant.EPOCH;
    private String session = "";

    @BeforeEach
    void hangUpTariffs() {
        tariff(shop, "prorated", PRORATED);
        tariff(shop, "half-days", HALF_DAYS);
    }

    @Test
    void every_screen_shows_what_checkout_charges() {
        for (int stay = 0; stay < 20; stay++) {
            now = Instant.parse("2026-10-20T12:00:00Z")
                    .plusSeconds(random.nextInt(20 * 24 * 3600));
            clock(now);
            session = open(Till.newKey(), "{\"guestName\":\"Ana\",\"people\":1,"
                    + MOVES.get(random.nextInt(4)) + "}").json().path("id").asString();
            for (int deed = random.nextInt(4); deed >= 0; deed--) {
                pass();
                assertThat(change().status()).as("seed %d, stay %d", seed, stay).isLessThan(300);
                assertThat(quoted()).as("seed %d, stay %d", seed, stay).isEqualTo(shown());
            }
            pass();
            long shown = shown();
            if (random.nextBoolean()) {
                assertThat(act(session, "finish", "").json().path("charge").path("amount")
                        .asLong()).as("seed %d, stay %d", seed, stay).isEqualTo(shown);
                pass();
            }
            assertThat(quoted()).as("seed %d, stay %d", seed, stay).isEqualTo(shown);
            JsonNode order = act(session, "checkout",
                    "{\"register\":\"R1\",\"tenders\":[{\"method\":\"card\"}]}").json();
            assertThat(order.path("charge").path("amount").asLong())
                    .as("seed %d, stay %d: %s", seed, stay, order).isEqualTo(shown);
            assertThat(order.path("total").asLong()).isEqualTo(shown);
        }
    }

    private void pass() {
        now = now.plusMillis(random.nextInt(200 * 60_000));
        clock(now);
    }

    private Answer change() {
        return random.nextBoolean()
                ? act(session, "people", "{\"people\":" + (1 + random.nextInt(2)) + "}")
                : act(session, "move", "{" + MOVES.get(random.nextInt(MOVES.size())) + "}");
    }

    private long quoted() {
        return till.post(SESSIONS + "/" + session + "/checkout/quote", "{\"register\":\"R1\"}")
                .json().path("charge").path("amount").asLong();
    }

    /** As docs/coworking.md tells any page to count. */
    private long shown() {
        JsonNode seen = find(session).json();
        if (!now.isBefore(Instant.parse(seen.path("scheduleUntil").asString()))) {
            return quoted();
        }
        long minutes = Instant.parse(seen.path("startedAt").asString()).until(now).toMinutes();
        return seen.path("schedule").valueStream()
                .filter(step -> step.path("fromMinute").asLong() <= minutes)
                .reduce((_, later) -> later).orElseThrow().path("amount").asLong();
    }
}
