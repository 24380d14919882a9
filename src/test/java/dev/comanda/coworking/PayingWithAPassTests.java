package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class PayingWithAPassTests extends InARoom {

    private static final String PASSES = "/api/coworking/passes/";

    private final String key = Till.newKey();
    private String pass = "";

    @BeforeEach
    void sellAPass() {
        pass = bought("minutes", 60, "from-purchase");
    }

    private String bought(String unit, int amount, String counted) {
        String sku = "P-" + UUID.randomUUID();
        shop.sells(sku, 40_000, 1600, null);
        assertThat(till.post("/api/coworking/pass-terms", """
            {"sku":"%s","unit":"%s","amount":%d,"validDays":30,"counted":"%s"}
            """.formatted(sku, unit, amount, counted)).status()).isEqualTo(200);
        return till.place(Till.newKey(), """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],
             "tenders":[{"method":"card"}]}""".formatted(sku)).json().path("id").asString()
                + ".1.1";
    }

    private static String with(String pass, String tenders) {
        return "{\"register\":\"R1\",\"passes\":[\"" + pass + "\"],\"tenders\":[" + tenders
                + "]}";
    }

    private JsonNode state(String pass) {
        return till.get(PASSES + pass).json();
    }

    @Test
    void minutes_of_a_pass_are_used_first_and_stand_on_the_ticket() {
        String session = opened("M4");
        earlier(session, 150);

        Answer paid = act(till, key, session, "checkout", with(pass, "{\"method\":\"card\"}"));

        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(paid.json().path("total").asLong()).isEqualTo(8700);
        assertThat(paid.json().path("lines").path(0).path("name").asString())
                .isEqualTo("Coworking por hora (90 min)");
        assertThat(paid.json().path("charge").path("passes").toString()).isEqualTo(
                "[{\"pass\":\"%s\",\"unit\":\"minutes\",\"amount\":60}]".formatted(pass));
        assertThat(state(pass).path("status").asString()).isEqualTo("used-up");
        assertThat(state(pass).path("uses").path(0).path("sessionId").asString())
                .isEqualTo(session);
        assertThat(act(till, key, session, "checkout", with(pass, "{\"method\":\"card\"}"))
                .text()).isEqualTo(paid.text());
    }

    @Test
    void a_covered_stay_is_an_order_over_nothing() {
        String session = opened("M4");
        earlier(session, 50);
        Map<String, String> before = shop.everything();

        Answer quote = till.post(SESSIONS + "/" + session + "/checkout/quote",
                "{\"register\":\"R1\",\"passes\":[\"" + pass + "\"]}");

        assertThat(quote.json().path("total").asLong()).isZero();
        assertThat(shop.everything()).isEqualTo(before);
        Answer paid = act(till, key, session, "checkout", with(pass, ""));
        assertThat(paid.status()).as(paid.text()).isEqualTo(201);
        assertThat(paid.json().path("lines")).isEqualTo(quote.json().path("lines"));
        assertThat(state(pass).path("left").asInt()).isEqualTo(10);
    }

    @Test
    void two_checkouts_with_one_pass_use_it_once() {
        for (int round = 0; round < 5; round++) {
            String last = bought("minutes", 60 + round, "from-first-use");
            String ana = opened("M1");
            String eva = opened("M2");
            earlier(ana, 60 + round);
            earlier(eva, 60 + round);

            List<Answer> answers = Together.all(2, i -> act(till, Till.newKey(),
                    i == 0 ? ana : eva, "checkout", with(last, "")));

            assertThat(answers.stream().map(answer -> answer.status() == 201
                    ? "201"
                    : answer.problem())).containsExactlyInAnyOrder("201",
                            "409 pass-not-usable");
            assertThat(state(last).path("uses")).hasSize(1);
            assertThat(state(last).path("left").asInt()).isZero();
            act(ana, "cancel", "{\"reason\":\"prueba\"}");
            act(eva, "cancel", "{\"reason\":\"prueba\"}");
        }
    }

    @Test
    void a_void_gives_back_what_was_used() {
        String days = bought("days", 2, "from-first-use");
        String session = opened("M4");
        Answer paid = act(session, "checkout", with(days, ""));
        assertThat(state(days).path("left").asInt()).isEqualTo(1);
        assertThat(state(days).has("expiresAt")).isTrue();

        till.voidOrder(paid.json().path("id").asString(), Till.newKey());

        assertThat(state(days).path("left").asInt()).isEqualTo(2);
        assertThat(state(days).has("expiresAt")).isFalse();
        assertThat(values(state(days).path("uses"), "amount")).containsExactly("1", "-1");
        assertThat(act(session, "checkout", with(days, "")).status()).isEqualTo(201);
        assertThat(state(days).path("left").asInt()).isEqualTo(1);
    }

    @Test
    void what_is_no_pass_or_not_valid_is_refused_and_nothing_is_used() {
        String session = opened("M4");
        String nobody = "0199f3d0-1c22-7b6e-9a41-5d6e7f8091a2.1.1";

        assertThat(act(session, "checkout", with(nobody, "")).problem())
                .isEqualTo("422 unknown-pass");
        assertThat(act(session, "checkout", with("0-1", "")).problem())
                .isEqualTo("422 unknown-pass");
        till.voidOrder(pass.substring(0, 36), Till.newKey());
        Answer voided = act(session, "checkout", with(pass, ""));
        assertThat(voided.problem()).isEqualTo("409 pass-not-usable");
        assertThat(voided.json().path("passStatus").asString()).isEqualTo("voided");
        assertThat(voided.json().path("pass").asString()).isEqualTo(pass);
        assertThat(find(session).json().path("status").asString()).isEqualTo("active");
    }

    @Test
    void a_refused_checkout_uses_nothing() {
        String session = opened("M4");
        earlier(session, 150);

        assertThat(act(till, key, session, "checkout", with(pass, "")).problem())
                .isEqualTo("422 tenders-mismatch");

        assertThat(state(pass).path("left").asInt()).isEqualTo(60);
        assertThat(act(till, key, session, "checkout", with(pass, "{\"method\":\"card\"}"))
                .status()).isEqualTo(201);
    }
}
