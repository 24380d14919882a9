package dev.comanda.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Mirror;
import dev.comanda.testing.SecondInstance;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * P5: a snapshot and the changes after its number are the present, whoever writes meanwhile, on
 * whatever instance they are asked for. {@code -Dpresent.trials} and {@code -Dpresent.seed}.
 */
class ShowingThePresentTests extends InAShop {

    private static final int TRIALS = Integer.getInteger("present.trials", 30);
    private static final List<String> NAMES = List.of("orders", "catalog");
    private static final String SALE = """
        {"register":"R%d","lines":[{"sku":"P%d","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    private final long seed = Long.getLong("present.seed", new SecureRandom().nextInt(1_000_000));
    @Autowired
    private JdbcConnectionDetails database;
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void a_snapshot_and_the_changes_after_it_are_the_present() throws Exception {
        System.out.println("PRESENT: seed " + seed + ", " + TRIALS + " trials");
        List<UUID> products = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            products.add(shop.sells("P" + i, 1000, 1600, 100_000L));
        }
        try (ConfigurableApplicationContext other = SecondInstance.start(database);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Till there = Till.withToken(SecondInstance.port(other), till.token());
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                Random random = new Random(seed + i);
                int register = i;
                writing.add(threads.submit(work(() -> sell(random, register))));
            }
            writing.add(threads.submit(work(() -> reprice(products.get(0)))));
            writing.add(threads.submit(work(() -> sellSlowly(new Random(seed)))));
            try {
                Random random = new Random(seed);
                for (int trial = 0; trial < TRIALS; trial++) {
                    follow(random, List.of(till, there), NAMES.get(trial % NAMES.size()));
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> done : writing) {
                done.get();
            }
            for (String name : NAMES) {
                Mirror mirror = new Mirror(topic(name));
                mirror.take(get(till, name, "/snapshot"));
                assertIsPresent(mirror, List.of(till, there), name, new Random(seed));
            }
        }
    }

    /** A screen that begins now and asks by turns here and there, some ten times. */
    private void follow(Random random, List<Till> instances, String name) {
        Mirror mirror = new Mirror(topic(name));
        mirror.take(get(instances.get(random.nextInt(2)), name, "/snapshot"));
        for (int i = random.nextInt(10); i >= 0; i--) {
            step(mirror, instances.get(random.nextInt(2)), name);
        }
        assertIsPresent(mirror, instances, name, random);
    }

    private void step(Mirror mirror, Till instance, String name) {
        long before = mirror.seq();
        JsonNode changes = get(instance, name, "/events?wait=1&after=" + before + "&epoch="
                + mirror.epoch());
        assertThat(changes.path("seq").asLong()).as("never backwards")
                .isGreaterThanOrEqualTo(before);
        changes.path("events").forEach(event -> assertThat(
                mirror.apply(event, changes.path("epoch").asString()))
                .as("seed %d: %s after %d", seed, event.path("seq"), mirror.seq())
                .isEqualTo(Mirror.Step.APPLIED));
    }

    /** Follows on to the number of a settled snapshot: both are the same then. */
    private void assertIsPresent(Mirror mirror, List<Till> instances, String name,
            Random random) {
        Mirror present = new Mirror(topic(name));
        JsonNode snapshot = get(instances.get(random.nextInt(2)), name, "/snapshot");
        while (!snapshot.path("settled").asBoolean()) {
            snapshot = get(instances.get(random.nextInt(2)), name, "/snapshot");
        }
        present.take(snapshot);
        assertThat(present.digest()).isEqualTo(snapshot.path("digest").asString());
        assertThat(present.seq()).isGreaterThanOrEqualTo(mirror.seq());
        JsonNode changes = get(instances.get(random.nextInt(2)), name, "/events?after="
                + mirror.seq());
        for (JsonNode event : changes.path("events")) {
            if (event.path("seq").asLong() <= present.seq()) {
                mirror.apply(event, mirror.epoch());
            }
        }
        assertThat(mirror.seq()).isEqualTo(present.seq());
        assertThat(mirror.toString()).as("seed %d", seed).isEqualTo(present.toString());
        snapshot.path("data").forEach(list -> list.forEach(entity -> assertThat(
                mirror.entity(entity.path("id").asString())).isEqualTo(entity)));
    }

    private Callable<Void> work(Callable<?> deed) {
        return () -> {
            while (!enough.get()) {
                deed.call();
            }
            return null;
        };
    }

    private Answer sell(Random random, int register) {
        Answer sold = till.place(Till.newKey(), SALE.formatted(register, random.nextInt(6)));
        assertThat(sold.status()).as(sold.text()).isEqualTo(201);
        if (random.nextInt(4) == 0) {
            till.voidOrder(sold.json().path("id").asString(), Till.newKey());
        }
        return sold;
    }

    private int reprice(UUID product) {
        String path = "/api/products/" + product;
        String version = till.get(path).json().path("version").asString();
        return till.send("PATCH", path,
                BodyPublishers.ofString("{\"price\":" + (1000 + Integer.parseInt(version)) + "}"),
                "Content-Type", "application/json", "If-Match", "\"" + version + "\"").status();
    }

    /** Lies between its order and its commit for as long as some others need for both. */
    private int sellSlowly(Random random) throws SQLException {
        try (Connection writer = connection();
                PreparedStatement sale = writer.prepareStatement("""
                    SELECT create_order(?, ?, '\\x01', gen_random_uuid(), ?::jsonb, NULL)
                    """);
                PreparedStatement pause = writer.prepareStatement("SELECT pg_sleep(?)")) {
            writer.setAutoCommit(false);
            sale.setInt(1, shop.id());
            sale.setString(2, Till.newKey());
            sale.setString(3, SALE.formatted(4, 5));
            sale.execute();
            pause.setDouble(1, random.nextDouble() / 4);
            pause.execute();
            writer.commit();
            return 1;
        }
    }

    private JsonNode get(Till instance, String name, String what) {
        Answer answer = instance.get("/api/topics/" + topic(name) + what);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String topic(String name) {
        return shop.code() + "." + name;
    }
}
