package dev.comanda.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.idempotency.Fingerprint;
import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import dev.comanda.testing.Together;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RacingForAnOrderTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"CROISSANT","quantity":1}],"tenders":[{"method":"card"}]}
        """;
    private static final int PRODUCTS = 8;
    private static final long STOCK = 100_000;

    private final String key = Till.newKey();

    @BeforeEach
    void stock() {
        shop.sells("CROISSANT", 4444, 1600, 1L);
        for (int i = 0; i < PRODUCTS; i++) {
            shop.sells("P" + i, 100 + i, 1600, STOCK);
        }
    }

    @Test
    void fifty_copies_of_one_sale_are_one_sale() {
        List<Answer> answers = Together.all(50, _ -> till.place(key, ORDER));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(answers.stream().filter(Answer::replayed)).hasSize(49);
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.stock("CROISSANT")).isZero();
    }

    @Test
    void one_key_with_two_bodies_is_one_sale_and_the_other_body_is_refused() {
        String other = ORDER.replace("CROISSANT", "P1");

        List<Answer> answers = Together.all(40,
                caller -> till.place(key, caller % 2 == 0 ? ORDER : other));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(20);
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(Answer::text)
                .distinct()).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(20).containsOnly("422 idempotency-key-reused");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void two_hundred_tills_and_one_croissant_make_one_sale() {
        List<Answer> answers = Together.all(200, _ -> till.place(Till.newKey(), ORDER));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(199).containsOnly("409 out-of-stock");
        assertThat(shop.orders()).isEqualTo(1);
        assertThat(shop.count("idempotency_keys")).isEqualTo(1);
    }

    @Test
    void shuffled_carts_never_meet_an_error_and_every_piece_is_counted() {
        long seed = RandomCarts.seed();
        AtomicInteger sold = new AtomicInteger();

        Together.all(16, caller -> {
            Random random = new Random(seed + caller);
            for (int i = 0; i < 200; i++) {
                boolean refused = random.nextInt(8) == 0;
                Answer answer = till.place(Till.newKey(), shuffled(random, refused));
                assertThat(answer.status()).as("seed %d: %s", seed, answer)
                        .isEqualTo(refused ? 409 : 201);
                sold.addAndGet(refused ? 0 : 1);
            }
            return caller;
        });

        for (int i = 0; i < PRODUCTS; i++) {
            assertThat(shop.stock("P" + i)).isEqualTo(STOCK - sold.get());
        }
        long receipts = 0;
        for (int register = 1; register <= 4; register++) {
            receipts += shop.lastReceipt("R" + register);
        }
        assertThat(receipts).isEqualTo(sold.get()).isEqualTo(shop.orders());
    }

    @Test
    void sales_and_voids_and_new_prices_cross_without_an_error() {
        Random seeds = new Random(RandomCarts.seed());
        List<Long> seedOf = seeds.longs(9).boxed().toList();

        Together.all(9, caller -> {
            Random random = new Random(seedOf.get(caller));
            for (int i = 0; i < 60; i++) {
                if (caller == 8) {
                    shop.reprice("P" + random.nextInt(PRODUCTS), random.nextInt(1, 1000));
                    continue;
                }
                Answer order = till.place(Till.newKey(), shuffled(random, false));
                assertThat(order.status()).as(order.toString()).isEqualTo(201);
                if (i % 2 == 0) {
                    Answer voided = till.voidOrder(order.json().path("id").asString(),
                            Till.newKey());
                    assertThat(voided.status()).as(voided.toString()).isEqualTo(200);
                }
            }
            return caller;
        });

        assertThat(shop.orders()).isEqualTo(8 * 60);
        assertThat(shop.stock("P0")).isEqualTo(STOCK - 8 * 30);
    }

    @Test
    void a_copy_on_another_instance_waits_for_the_first_and_gets_its_answer() throws Exception {
        try (Connection another = connection()) {
            another.setAutoCommit(false);
            String first = placeOn(another);
            CompletableFuture<Answer> copy = CompletableFuture
                    .supplyAsync(() -> till.place(key, ORDER));
            assertWaits(copy);
            another.commit();

            Answer answer = copy.get(10, TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.replayed()).isTrue();
            assertThat(answer.text()).isEqualTo(first);
        }
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_copy_on_another_instance_sells_where_the_first_one_failed() throws Exception {
        try (Connection another = connection()) {
            another.setAutoCommit(false);
            placeOn(another);
            CompletableFuture<Answer> copy = CompletableFuture
                    .supplyAsync(() -> till.place(key, ORDER));
            assertWaits(copy);
            another.rollback();

            Answer answer = copy.get(10, TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.replayed()).isFalse();
        }
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void copies_on_many_instances_are_one_sale() {
        List<String> bodies = Together.all(24, caller -> {
            if (caller % 3 == 0) {
                return till.place(key, ORDER).text();
            }
            try (Connection another = connection()) {
                String answer = placeOn(another);
                while (answer.equals("request-in-flight")) {
                    answer = placeOn(another);
                }
                return answer;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(bodies.stream().distinct()).hasSize(1);
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void copies_that_wait_hold_no_connection() throws Exception {
        try (Connection another = connection()) {
            another.setAutoCommit(false);
            placeOn(another);
            List<CompletableFuture<Answer>> copies = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                copies.add(CompletableFuture.supplyAsync(() -> till.place(key, ORDER),
                        task -> Thread.ofVirtual().start(task)));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(till.place(Till.newKey(), shuffled(new Random(i), false)
                        .replace("R1", "R2")).status()).isEqualTo(201); // R1 is being used
            }
            assertThat(copies).noneMatch(CompletableFuture::isDone);
            another.commit();
            for (CompletableFuture<Answer> copy : copies) {
                assertThat(copy.get(10, TimeUnit.SECONDS).replayed()).isTrue();
            }
        }
    }

    private static void assertWaits(CompletableFuture<Answer> copy) {
        assertThatThrownBy(() -> copy.get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    /** Every product once, in any order; with too many of one where it shall be refused. */
    private static String shuffled(Random random, boolean refused) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        int tooMany = refused ? random.nextInt(PRODUCTS) : -1;
        return order.stream()
                .map(i -> "{\"sku\":\"P%d\",\"quantity\":1}%s".formatted(i, i == tooMany
                        ? ",{\"sku\":\"CROISSANT\",\"quantity\":9999}"
                        : ""))
                .collect(Collectors.joining(",", "{\"register\":\"R" + random.nextInt(1, 5)
                        + "\",\"tenders\":[{\"method\":\"card\"}],\"lines\":[", "]}"));
    }

    /** As an instance of the application would, in the transaction of the connection. */
    private String placeOn(Connection connection) throws SQLException {
        Fingerprint request = Fingerprint
                .of(JsonMapper.shared().readValue(ORDER, PlaceOrder.class));
        try (PreparedStatement call = connection.prepareStatement("""
            SELECT coalesce(answer, outcome) FROM create_order(?, ?, ?, ?, ?::jsonb, NULL)
            """)) {
            call.setInt(1, shop.id());
            call.setString(2, key);
            call.setBytes(3, request.sha256());
            call.setObject(4, new UUID(0, 0));
            call.setString(5, request.json());
            try (ResultSet row = call.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
