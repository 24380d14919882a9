package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** js/api.js and js/orders.js as another page would use them, with a network that fails. */
class SellingOverABadNetworkTests extends InABrowser {

    private static final long SEED = Long.getLong("network.seed", System.nanoTime() % 1_000_000);
    private static final int SALES = Integer.getInteger("network.sales", 120);
    private static final String BLANK = "/blank";
    /** Short, so that the trials are many; on a busy machine more calls count as unanswered. */
    private static final int LITTLE_PATIENCE_MS = 600;
    private static final int PATIENCE_MS = 10_000;

    /** Runs once in each page: signs in where nobody is, and gives the page its till. */
    private static final String TILL = """
        async ([location, password, patienceMs]) => {
          const [{ Api }, { Journal }, { OrderClient }, { uuid }] = await Promise.all([
            import('/js/api.js'), import('/js/journal.js'), import('/js/orders.js'),
            import('/js/uuid.js')]);
          const api = new Api({ patienceMs });
          if (!api.session.current) {
            await new Api().signIn({ username: 'admin', password, location });
          }
          const journal = new Journal();
          const orders = new OrderClient(api, journal, { random: () => 0.2 });
          const cart = quantity => ({ register: 'R1', lines: [{ sku: 'LATTE', quantity }],
            tenders: [{ method: 'card' }] });
          Object.assign(window, { api, journal, orders, uuid, cart });
        }""";

    private Proxy network;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() {
        network = new Proxy(Server.shared());
        page = till(PATIENCE_MS);
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void a_sale_becomes_one_order_whatever_the_network_does() {
        System.out.println("network.seed=" + SEED);
        Random random = new Random(SEED);
        network.faults(call -> call.isOrder() ? any(random) : Fault.NONE);

        page = till(LITTLE_PATIENCE_MS);

        // four tills at once; each asks until it knows, then sells on
        Object told = page.evaluate("""
            async sales => {
              const ends = {};
              const till = async n => {
                for (let i = n; i < sales; i += 4) {
                  const key = `sale-${i}-${uuid()}`;
                  for (let end, asked = 0; end?.kind !== 'placed'; asked++) {
                    end = end?.kind === 'unknown' ? await orders.find(key)
                        : await orders.place({ key, order: cart(1 + i % 3) });
                    if (end.kind === 'placed') ends[key] = end.order.receiptNumber;
                    if (end.kind === 'refused' || asked > 50) throw new Error(JSON.stringify(end));
                  }
                }
              };
              await Promise.all([0, 1, 2, 3].map(till));
              return { ends, left: (await journal.all()).length };
            }""", SALES);
        network.drain();

        Map<?, ?> result = (Map<?, ?>) told;
        assertThat(result.get("left")).as("sales without an end").isEqualTo(0);
        assertThat(receipts()).as("network.seed=%d", SEED).hasSize(SALES)
                .isEqualTo(new TreeMap<>((Map<?, ?>) result.get("ends")));
        assertThat(network.calls()).hasSizeGreaterThan(SALES * 5 / 4);
    }

    @Test
    void a_tab_that_is_killed_while_it_pays_finds_its_sale_again() {
        System.out.println("network.seed=" + SEED);
        Random random = new Random(SEED);
        network.faults(call -> call.isOrder() ? any(random) : Fault.NONE);
        Set<String> keys = new TreeSet<>();
        page = till(LITTLE_PATIENCE_MS);

        for (int trial = 0; trial < 10; trial++) {
            String key = "killed-" + trial;
            keys.add(key);
            // the cart with its key was stored before; here the key alone stands for it
            page.evaluate("key => { orders.place({ key, order: cart(1) }); }", key);
            page.waitForTimeout(random.nextInt(120));
            page.close();
            page = till(LITTLE_PATIENCE_MS);
            Object end = page.evaluate("""
                async key => {
                  const order = (await journal.get(key))?.order ?? cart(1);
                  let end = await orders.find(key);
                  for (let asked = 0; end.kind !== 'placed' && asked < 50; asked++) {
                    end = end.kind === 'absent' ? await orders.place({ key, order })
                        : await orders.find(key);
                  }
                  return end.order?.key;
                }""", key);
            assertThat(end).isEqualTo(key);
        }
        network.drain();

        assertThat(receipts().keySet()).as("network.seed=%d", SEED).isEqualTo(keys);
    }

    @Test
    void a_second_call_joins_the_first_and_says_so() {
        Object same = page.evaluate("""
            async () => {
              const sale = { key: uuid(), order: cart(1) };
              const [first, ...others] = await Promise.all(
                  Array.from({ length: 10 }, () => orders.place(sale)));
              return others.every(other => other === first);
            }""");

        assertThat(same).isEqualTo(true);
        assertThat(posts("/api/orders")).isEqualTo(1);
        assertThat(log).filteredOn(line -> line.startsWith("Reusing existing request")).hasSize(9);
    }

    @Test
    void ten_calls_without_that_protection_are_still_one_order() {
        Object receipts = page.evaluate("""
            async () => {
              const key = uuid();
              const answers = await Promise.all(Array.from({ length: 10 },
                  () => api.post('/api/orders', cart(1), { key })));
              return new Set(answers.map(answer => answer.body.receiptNumber)).size;
            }""");

        assertThat(receipts).isEqualTo(1);
        assertThat(posts("/api/orders")).isEqualTo(10);
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void a_refusal_is_believed_at_once_and_the_same_sale_may_succeed_later() {
        shop.product("TARTA", "Tarta", "Panadería", 9000, 1);
        Object kinds = page.evaluate("""
            async () => {
              const key = uuid();
              const order = n => ({ ...cart(1), lines: [{ sku: 'TARTA', quantity: n }] });
              const no = await orders.place({ key, order: order(2) });
              const left = (await journal.all()).length;
              const yes = await orders.place({ key, order: order(1) });
              return [no.kind, no.answer.slug, left, yes.kind].join();
            }""");

        assertThat(kinds).isEqualTo("refused,out-of-stock,0,placed");
        assertThat(posts("/api/orders")).isEqualTo(2);
    }

    @Test
    void whoever_is_told_to_wait_waits() {
        AtomicInteger asked = new AtomicInteger();
        page.route("**/api/orders", route -> {
            if (asked.incrementAndGet() == 1) {
                route.fulfill(new Route.FulfillOptions().setStatus(429)
                        .setHeaders(Map.of("Retry-After", "1"))
                        .setContentType("application/problem+json")
                        .setBody("{\"type\":\"/problems/too-many-requests\",\"status\":429}"));
            } else {
                route.resume();
            }
        });
        long start = System.nanoTime();
        Object kind = page.evaluate(
                "async () => (await orders.place({ key: uuid(), order: cart(1) })).kind");

        assertThat(kind).isEqualTo("placed");
        assertThat(network.calls().getLast().nanoTime() - start).isGreaterThan(1_000_000_000L);
        assertThat(log).anyMatch(line -> line.startsWith("Retrying order creation (attempt 2)"));
    }

    /**
     * Of three calls in each tab one renews. Chromium tells one process what another stored a
     * moment later, so the second tab may renew as well: the server gives the first renewal a
     * minute.
     */
    @Test
    void a_token_that_ended_is_renewed_once_by_a_tab() {
        Page other = till(PATIENCE_MS);
        String spoil = """
            () => {
              const session = JSON.parse(localStorage['comanda.session']);
              localStorage['comanda.session'] = JSON.stringify({ ...session, token: 'x' });
            }""";
        page.evaluate(spoil);
        String ask = """
            () => { window.asked = Promise.all(
              Array.from({ length: 3 }, () => api.get('/api/registers'))); }""";
        page.evaluate(ask);
        other.evaluate(ask);
        String statuses = "async () => (await asked).map(answer => answer.status).join()";

        assertThat(page.evaluate(statuses)).isEqualTo("200,200,200");
        assertThat(other.evaluate(statuses)).isEqualTo("200,200,200");
        assertThat(posts("/api/session/refresh")).isBetween(1L, 2L);
    }

    @Test
    void a_session_that_ended_refuses_and_the_sale_stays_possible() {
        Object kinds = page.evaluate("""
            async ([password, location]) => {
              const key = uuid();
              const { token, refreshToken } = api.session.current;
              await fetch('/api/session', { method: 'DELETE',
                headers: { Authorization: `Bearer ${token}` } });
              const no = await orders.place({ key, order: cart(1) });
              const ended = api.session.current === null;
              await api.signIn({ username: 'admin', password, location });
              const yes = await orders.place({ key, order: cart(1) });
              return [no.kind, no.answer.slug, ended, yes.kind].join();
            }""", List.of(Server.PASSWORD, shop.code()));

        assertThat(kinds).isEqualTo("refused,unauthenticated,true,placed");
        assertThat(shop.orders()).hasSize(1);
    }

    /** A tab that has loaded the modules and is signed in; its calls go through the network. */
    private Page till(int patienceMs) {
        Page tab = newPage(browser);
        tab.onConsoleMessage((ConsoleMessage message) -> log.add(message.text()));
        tab.route("**" + BLANK, route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("text/html").setBody("<!doctype html><title>till</title>")));
        tab.navigate(network.uri() + BLANK);
        tab.evaluate(TILL, List.of(shop.code(), Server.PASSWORD, patienceMs));
        return tab;
    }

    private long posts(String path) {
        return network.calls().stream()
                .filter(call -> call.method().equals("POST") && call.path().equals(path)).count();
    }

    /** Key to receipt number of every order that the server has. */
    private TreeMap<String, String> receipts() {
        TreeMap<String, String> receipts = new TreeMap<>();
        for (JsonNode order : shop.orders()) {
            String twice = receipts.put(order.path("key").asString(),
                    order.path("receiptNumber").asString());
            assertThat(twice).as("two orders of %s", order.path("key")).isNull();
        }
        return receipts;
    }

    private static Fault any(Random random) {
        synchronized (random) {
            return Fault.any(random);
        }
    }
}
