package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker that keeps the pages on the device, and how the next release gets there. */
class OpeningWithoutANetworkTests extends InABrowser {

    private static final String FILE = "/css/tokens.css";
    private static final String NOW_SAYS = "async () => (await (await fetch('" + FILE
            + "')).text()).includes('second release')";

    private Proxy network;
    private CounterPage counter;

    @Override
    protected ServiceWorkerPolicy workers() {
        return ServiceWorkerPolicy.ALLOW;
    }

    @BeforeEach
    void openOnce() {
        network = new Proxy(Server.shared());
        counter = new CounterPage(page).open(network.uri() + "/");
        page.waitForFunction("() => navigator.serviceWorker.controller !== null");
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void the_page_opens_without_a_network() {
        network.cut();
        page.reload();
        assertThat(page.getByLabel("Usuario")).isVisible();
        page.close();
        page = newPage(browser);
        page.navigate(network.uri() + "/coworking");

        assertThat(page.getByLabel("Usuario")).isVisible();
        assertThat(page.locator(".door button.primary")).hasCSS("background-color",
                "rgb(11, 107, 80)");
    }

    @Test
    void what_the_server_says_is_never_kept() {
        counter.signIn("admin", Server.PASSWORD, shop.code());
        assertThat(answered()).as("while there is a network").isEqualTo(7);
        assertThat((String) page.evaluate("""
            async () => {
              const kept = [];
              for (const name of await caches.keys()) {
                const requests = await (await caches.open(name)).keys();
                kept.push(...requests.map(request => new URL(request.url).pathname));
              }
              const file = /^\\/(css|js|webjars)\\/|^\\/(icon\\.svg)?$/;
              return kept.filter(path => !file.test(path)).join();
            }""")).isEmpty();
        network.cut();
        assertThat(answered()).isZero();
    }

    /** How much of what only the server can say is said. */
    private int answered() {
        return (Integer) page.evaluate("""
            async () => {
              const { token } = JSON.parse(localStorage['comanda.session']);
              const asked = ['/api/products', '/health', '/ready', '/version', '/openapi.json',
                '/problems/out-of-stock', '/sw.js'];
              const ends = await Promise.allSettled(asked.map(path =>
                fetch(path, { headers: { Authorization: `Bearer ${token}` } })));
              return ends.filter(end => end.value?.ok).length;
            }""");
    }

    @Test
    void a_newer_release_is_offered_and_takes_over_without_losing_the_cart() {
        counter.signIn("admin", Server.PASSWORD, shop.code()).tap("Latte");
        release(true);
        assertThat(counter.notice()).containsText("Hay una versión nueva");
        assertThat(counter.lines()).hasCount(1);
        assertThat((Boolean) page.evaluate(NOW_SAYS)).isFalse();

        page.evaluate("() => { window.old = true; }");
        counter.button("Recargar").click();
        page.waitForFunction("() => !window.old");
        page.waitForFunction(NOW_SAYS);
        assertThat(counter.lines()).containsText("Latte");
        counter.charge().pay().receiptNumber();
        network.cut();
        page.reload();
        assertThat(counter.search()).isVisible();
        assertThat((Boolean) page.evaluate(NOW_SAYS)).isTrue();
    }

    @Test
    void opened_again_the_page_is_the_newer_release() {
        release(true);
        assertThat(counter.notice()).containsText("Hay una versión nueva");
        page.reload();

        page.waitForFunction(NOW_SAYS);
    }

    @Test
    void a_release_that_came_in_part_is_not_taken() {
        release(false); // its list is there, but an older instance answered for the file
        page.waitForCondition(() -> network.calls().stream()
                .filter(call -> call.path().equals(FILE)).count() >= 3);
        assertThat((Boolean) page.evaluate("""
            async () => {
              const { installing, waiting } = await navigator.serviceWorker.getRegistration();
              if (installing) await new Promise(resolve => { installing.onstatechange = resolve; });
              return installing?.state === 'redundant' || !waiting;
            }""")).isTrue();
        network.cut();
        page.reload();

        assertThat(page.getByLabel("Usuario")).isVisible();
        assertThat(counter.notice()).hasCount(0);
        assertThat((Boolean) page.evaluate(NOW_SAYS)).isFalse();
    }

    /** The server is replaced by one with another file; the browser looks, as it does each hour. */
    private void release(boolean whole) {
        String first = (String) page.evaluate("async () => (await fetch('" + FILE + "')).text()");
        String second = first + "/* second release */\n";
        if (whole) {
            network.edit(FILE, _ -> second);
        }
        network.edit("/sw.js", worker -> worker.replace(integrity(first), integrity(second))
                .replace("release: '", "release: '2"));
        page.evaluate("""
            async () => { (await navigator.serviceWorker.getRegistration()).update()
                .catch(() => undefined); }""");
    }

    private static String integrity(String text) {
        try {
            return "sha256-" + Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
