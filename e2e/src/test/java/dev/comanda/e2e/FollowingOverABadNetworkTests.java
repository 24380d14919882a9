package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** js/live.js as another page would use it, over a network that fails. */
class FollowingOverABadNetworkTests extends InABrowser {

    private static final long SEED = Long.getLong("network.seed", System.nanoTime() % 1_000_000);
    private static final int CHANGES = Integer.getInteger("network.changes", 150);
    /** From the server itself: of a page that a test made up, Chromium lets no socket through. */
    private static final String DOCUMENT = "/js/live.js";

    private static final int PATIENCE_MS = 10_000;
    /** Of a screen that loses half of its calls. */
    private static final int LITTLE_PATIENCE_MS = 2000;

    private static final List<String> KINDS = List.of("coworking", "orders", "catalog");

    /** Gives a page a screen of all three topics, and all that it was told of each, by number. */
    private static final String SCREEN = """
        async ([location, password, patienceMs]) => {
          const [{ Api }, { Live }] = await Promise.all([
            import('/js/api.js'), import('/js/live.js')]);
          const api = new Api({ patienceMs });
          if (!api.session.current) {
            await new Api().signIn({ username: 'admin', password, location });
          }
          const live = new Live(api, { compareMs: 1e9 });
          const told = { coworking: [], orders: [], catalog: [] };
          const topics = Object.fromEntries(Object.keys(told).map(kind => [kind,
            live.follow(`${location}.${kind}`,
              (_, event) => told[kind].push(event?.seq ?? 'all'))]));
          const states = [];
          live.addEventListener('change', () => states.at(-1) === live.state
              || states.push(live.state));
          const topic = topics.coworking;
          Object.assign(window, { api, live, topics, topic, told, states });
        }""";

    private Proxy network;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() {
        network = new Proxy(Server.shared());
        shop.room();
        page = screen(browser, PATIENCE_MS);
        online(page);
        page.waitForCondition(() -> log.contains("[WS] Connected to server"));
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void a_change_is_told_once_and_in_order() {
        String session = shop.seat("M1", "Ana");
        shop.extra(session, "LATTE");

        page.waitForFunction("() => topic.last === 2");
        assertThat(told(page)).endsWith("1", "2");
        assertThat(page.evaluate("() => [...topic.entities.values()][0].extras[0].sku"))
                .isEqualTo("LATTE");
        assertThat(log).contains("[WS] Connected to server");
        assertThat(page.evaluate("() => Math.abs(live.now() - Date.now()) < 2000"))
                .as("the same machine's clock").isEqualTo(true);
    }

    @Test
    void whatever_the_network_does_every_screen_ends_as_the_server_is() {
        System.out.println("network.seed=" + SEED);
        Random random = new Random(SEED);
        network.frames(() -> any(random));
        page.close();
        page = screen(browser, LITTLE_PATIENCE_MS);
        List<Page> screens = new ArrayList<>(List.of(page));
        List<BrowserContext> others = List.of(newBrowser(), newBrowser());
        others.forEach(other -> screens.add(screen(other, LITTLE_PATIENCE_MS)));
        screens.forEach(FollowingOverABadNetworkTests::online);
        network.faults(call -> call.path().startsWith("/api/topics") ? fault(random) : Fault.NONE);

        List<String> sessions = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            change(random, sessions);
            if (random.nextInt(40) == 0) {
                network.hangUp();
            }
        }
        network.frames(() -> Wire.Does.PASS);
        network.mend();
        network.hangUp(); // the last messages may have been lost, and no socket says so
        for (String kind : KINDS) {
            String end = shop.get("/api/topics/" + shop.code() + "." + kind + "/snapshot")
                    .path("digest").asString();
            for (Page screen : screens) {
                screen.waitForFunction("([kind, end]) => topics[kind].digest === end",
                        List.of(kind, end));
                inOrder(told(screen, kind));
            }
        }
        System.out.println("frames: " + network.frameCounts() + ", HTTP calls: "
                + network.calls().size() + ", changes: " + CHANGES);
        others.forEach(BrowserContext::close);
    }

    @Test
    void where_no_socket_gets_through_polling_stands_in_until_one_does() {
        network.faults(call -> call.path().equals("/ws") ? Fault.CUT_CALL : Fault.NONE);
        network.hangUp();
        page.waitForFunction("() => states.includes('reconnecting')");
        page.waitForFunction("() => states.at(-1) === 'online'");
        page.waitForCondition(() -> polls() > 0);

        shop.seat("M1", "Ana");
        page.waitForFunction("() => topic.last === 1");
        assertThat(told(page)).endsWith("1");

        network.mend();
        page.waitForCondition(() -> log.stream().anyMatch(
                line -> line.startsWith("Reconnected after")));
        long before = polls();
        shop.seat("M2", "Beto");
        page.waitForFunction("() => topic.last === 2");
        assertThat(polls()).isEqualTo(before);
        assertThat(page.evaluate("() => live.state")).isEqualTo("online");
    }

    @Test
    void who_was_offline_says_so_and_comes_back_with_everything() {
        network.cut();
        network.hangUp();
        page.waitForFunction("() => states.includes('reconnecting')");
        page.waitForFunction("() => states.at(-1) === 'offline'");
        shop.seat("M1", "Ana");
        shop.seat("M2", "Beto");
        network.mend();

        page.waitForFunction("() => topic.last === 2 && live.state === 'online'");
        page.waitForCondition(() -> log.stream().anyMatch(
                line -> line.matches("Reconnected after \\d+ attempts")));
        assertThat(told(page)).endsWith("1", "2");
    }

    @Test
    void a_renewed_token_gets_its_socket_before_the_old_one_ends() {
        long before = sockets();
        page.evaluate("""
            async () => {
              const session = JSON.parse(localStorage['comanda.session']);
              const second = () => Math.floor(Date.now() / 1000);
              for (const now = second(); second() === now;) {
                await new Promise(requestAnimationFrame); // tokens of one second are the same
              }
              localStorage['comanda.session'] = JSON.stringify({ ...session, renewAt: 0 });
              await api.token();
            }""");
        page.waitForCondition(() -> sockets() > before);
        String session = shop.seat("M1", "Ana");
        shop.extra(session, "LATTE");
        page.waitForFunction("() => topic.last === 2");

        inOrder(told(page));
        assertThat(page.evaluate("() => states.join()")).isEqualTo("online");
        assertThat(log).noneMatch(line -> line.startsWith("Reconnected"));
    }

    @Test
    void a_silent_connection_is_given_up() {
        page.clock().install();
        page = screen(browser, PATIENCE_MS);
        online(page);
        long before = sockets();
        network.frames(() -> Wire.Does.DROP);
        page.clock().fastForward(30_000);

        page.waitForCondition(() -> sockets() > before);
    }

    @Test
    void a_screen_that_is_not_as_the_server_is_mends_itself_and_is_counted() {
        shop.seat("M1", "Ana");
        page.waitForFunction("() => topic.last === 1");
        assertThat(page.evaluate("async () => { await live.compare(); return live.divergences; }"))
                .isEqualTo(0);
        page.evaluate("() => topic.entities.clear()");
        page.evaluate("() => live.compare()");

        page.waitForFunction("() => topic.entities.size === 1");
        assertThat(page.evaluate("() => live.divergences")).isEqualTo(1);
        assertThat(log).anyMatch(line -> line.startsWith("This screen differed"));
    }

    @Test
    void whoever_is_signed_out_is_told_nothing_more() {
        page.evaluate("() => api.signOut()");
        page.waitForFunction("() => live.state === 'refused'");
        shop.seat("M1", "Ana");
        assertThat(page.evaluate("() => topic.last")).isEqualTo(0);

        page.evaluate("([location, password]) =>"
                + " api.signIn({ username: 'admin', password, location })",
                List.of(shop.code(), Server.PASSWORD));
        page.waitForFunction("() => live.state === 'online' && topic.last === 1");
    }

    @Test
    void the_digest_is_that_of_the_published_vectors() throws IOException {
        String vectors = Files.readString(Path.of("..", "docs", "vectors", "digests.json"));
        Object wrong = page.evaluate("""
            async text => {
              const { Mirror } = await import('/js/live/mirror.js');
              const lists = { coworking: 'sessions', orders: 'orders', catalog: 'products' };
              return JSON.parse(text).vectors.filter(({ topic, entities, digest }) => {
                const mirror = new Mirror(`main.${topic}`);
                mirror.fill({ [lists[topic]]: entities });
                return mirror.digest() !== digest;
              }).map(({ name }) => name).join();
            }""", vectors);

        assertThat(wrong).isEqualTo("");
    }

    /** In the room, in the order book, in the catalogue. */
    private void change(Random random, List<String> sessions) {
        switch (random.nextInt(KINDS.size())) {
            case 0 -> room(random, sessions);
            case 1 -> sale(random);
            default -> shop.reprice("TE-VERDE", 4000 + random.nextInt(1000));
        }
    }

    private void sale(Random random) {
        String order = shop.sell("LATTE", 1).path("id").asString();
        if (random.nextInt(4) == 0) {
            shop.post("/api/orders/" + order + "/void", Map.of("reason", "se equivocó"));
        }
    }

    private void room(Random random, List<String> sessions) {
        int size = sessions.size();
        if (size < 3 || size < 8 && random.nextInt(4) == 0) {
            sessions.add(shop.seat("M" + (1 + size), "Guest " + size));
        } else {
            shop.extra(sessions.get(random.nextInt(size)), "LATTE");
        }
    }

    /** A screen in a browser of its own; all that it hears comes over the network. */
    private Page screen(BrowserContext context, int patienceMs) {
        Page screen = newPage(context);
        screen.onConsoleMessage(message -> log.add(message.text()));
        screen.navigate(network.uri() + DOCUMENT);
        screen.evaluate(SCREEN, List.of(shop.code(), Server.PASSWORD, patienceMs));
        return screen;
    }

    /** What it was until then is forgotten. */
    private static void online(Page screen) {
        screen.waitForFunction("() => live.state === 'online'"
                + " && Object.values(topics).every(topic => topic.epoch !== '')");
        screen.evaluate("() => states.splice(0, states.length, live.state)");
    }

    private static List<String> told(Page screen) {
        return told(screen, "coworking");
    }

    private static List<String> told(Page screen, String kind) {
        return List.of(((String) screen.evaluate("kind => told[kind].join()", kind)).split(","));
    }

    /** Each number follows the one before, unless the whole state came anew. */
    private static void inOrder(List<String> told) {
        for (int i = 1; i < told.size(); i++) {
            if (!told.get(i).equals("all") && !told.get(i - 1).equals("all")) {
                assertThat(Long.parseLong(told.get(i))).as("%s", told)
                        .isEqualTo(Long.parseLong(told.get(i - 1)) + 1);
            }
        }
    }

    private long polls() {
        return network.calls().stream().filter(call -> call.path().contains("wait=")).count();
    }

    private long sockets() {
        return network.calls().stream().filter(call -> call.path().equals("/ws")).count();
    }

    /** Half of all messages come as they were sent. */
    private static Wire.Does any(Random random) {
        synchronized (random) {
            return random.nextBoolean()
                    ? Wire.Does.PASS
                    : Wire.Does.values()[random.nextInt(Wire.Does.values().length)];
        }
    }

    private static Fault fault(Random random) {
        synchronized (random) {
            return Fault.any(random);
        }
    }
}
