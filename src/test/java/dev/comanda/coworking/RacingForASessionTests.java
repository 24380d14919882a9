package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Two counters and one session: whatever comes first, the books balance after each test. */
@Timeout(120)
class RacingForASessionTests extends InARoom {

    private static final String BY_CARD = """
        {"register":"R1","tenders":[{"method":"card"}]}""";
    private static final int ROUNDS = 6;

    private Answer pay(String session) {
        return act(session, "checkout", BY_CARD);
    }

    /** Paid once, for what the session says that it holds. */
    private void assertPaid(String session) {
        JsonNode closed = find(session).json();
        assertThat(closed.path("status").asString()).as("%s", closed).isEqualTo("closed");
        JsonNode order = till.byId(closed.path("orderId").asString()).json();
        assertThat(order.path("lines").valueStream()
                .filter(line -> !line.path("sku").asString().equals("COWORKING"))
                .mapToLong(line -> line.path("total").asLong()).sum())
                .isEqualTo(closed.path("extras").valueStream()
                        .mapToLong(extra -> extra.path("total").asLong()).sum());
    }

    @Test
    void a_hundred_extras_from_two_counters_are_a_hundred_lines() {
        String session = opened("M4");
        Till second = shop.till("cashier");

        List<Answer> added = Together.all(100, i -> act(i % 2 == 0 ? till : second,
                Till.newKey(), session, "extras", "{\"sku\":\"LATTE\",\"quantity\":1}"));

        assertThat(added).allMatch(answer -> answer.status() == 201);
        assertThat(find(session).json().path("extras")).hasSize(100);
        assertThat(shop.stock("LATTE")).isEqualTo(900);
        Answer paid = pay(session);
        assertThat(paid.json().path("lines")).hasSize(101);
        assertThat(paid.json().path("total").asLong()).isEqualTo(5800 + 100 * 5500);
        assertThat(shop.stock("LATTE")).isEqualTo(900);
    }

    @Test
    void an_extra_is_on_the_order_or_refused() {
        for (int round = 0; round < ROUNDS; round++) {
            String session = opened("M4");
            long before = shop.stock("LATTE");

            List<Answer> answers = Together.all(6,
                    i -> i == 0 ? pay(session) : addLatte(session));

            assertPaid(session);
            long added = answers.subList(1, 6).stream().filter(a -> a.status() == 201).count();
            assertThat(answers.subList(1, 6)).allMatch(answer -> answer.status() == 201
                    || answer.problem().equals("409 session-not-active"));
            assertThat(find(session).json().path("extras")).hasSize((int) added);
            assertThat(shop.stock("LATTE")).isEqualTo(before - added);
        }
    }

    @Test
    void a_move_and_a_checkout_come_one_after_the_other() {
        for (int round = 0; round < ROUNDS; round++) {
            String session = opened("M4");

            List<Answer> answers = Together.all(3, i -> switch (i) {
                case 0 -> pay(session);
                case 1 -> act(session, "move", "{\"seat\":\"M5\",\"tariff\":\"room\"}");
                default -> act(session, "people", "{\"people\":2}");
            });

            assertThat(answers.getFirst().status()).as("%s", answers).isEqualTo(201);
            assertThat(answers).allMatch(answer -> answer.status() < 300
                    || answer.problem().equals("409 session-not-active"));
            assertPaid(session);
        }
    }

    @Test
    void it_is_cancelled_or_paid_and_never_both() {
        for (int round = 0; round < ROUNDS; round++) {
            String session = opened("M4");
            addLatte(session);

            List<Answer> answers = Together.all(4, i -> i % 2 == 0
                    ? pay(session)
                    : act(session, "cancel", "{\"reason\":\"prueba\"}"));

            assertThat(answers.stream().filter(answer -> answer.status() < 300))
                    .as("%s", answers).hasSize(1);
            assertThat(answers).allMatch(answer -> answer.status() < 300
                    || answer.problem().equals("409 session-not-active"));
        }
        assertThat(shop.stock("LATTE")).isEqualTo(1000 - shop.orders());
    }

    @Test
    void a_void_and_a_second_payment_never_pay_twice() {
        for (int round = 0; round < ROUNDS; round++) {
            String session = opened("M4");
            addLatte(session);
            String order = pay(session).json().path("id").asString();

            Together.all(3, i -> i == 0
                    ? till.voidOrder(order, Till.newKey())
                    : pay(session));

            String status = find(session).json().path("status").asString();
            assertThat(status).isIn("closed", "awaiting-payment");
            if (status.equals("awaiting-payment")) {
                act(session, "cancel", "{\"reason\":\"prueba\"}");
            }
        }
    }
}
