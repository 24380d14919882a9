package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A cashier at work: from a tap to a receipt, and what is said when it does not go well. */
class SellingAtTheCounterTests extends InABrowser {

    private CounterPage counter;
    private final List<String> posts = new ArrayList<>();

    @BeforeEach
    void standAtTheCounter() {
        page.onRequest(request -> {
            if (request.method().equals("POST")) {
                posts.add(request.url().replaceFirst("^https?://[^/]+", ""));
            }
        });
        counter = new CounterPage(page).open("/").signIn("admin", Server.PASSWORD, shop.code());
    }

    @Test
    void a_sale_takes_three_touches() {
        counter.tap("Latte").charge();
        assertThat(counter.payButton()).hasText("Pagar $55.00");
        counter.pay();

        String receipt = counter.receiptNumber();
        JsonNode order = shop.orders().getFirst();
        assertThat(order.path("receiptNumber").asString()).isEqualTo(receipt);
        assertThat(order.path("total").asLong()).isEqualTo(5500);
        assertThat(order.path("tenders").get(0).path("method").asString()).isEqualTo("cash");
    }

    @Test
    void the_same_again_is_another_sale() {
        String first = counter.tap("Latte").charge().pay().receiptNumber();
        counter.button("Nueva venta").click();
        counter.tap("Latte").charge().pay();

        assertThat(page.locator(".done h2")).containsText("R1-000002");
        assertThat(first).isEqualTo("R1-000001");
        assertThat(shop.orders()).extracting(order -> order.path("key").asString())
                .doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void ten_clicks_are_one_request_and_one_order() {
        counter.tap("Latte").charge();
        page.evaluate(
                "() => { for (let i = 0; i < 10; i++) document.getElementById('pay').click() }");

        counter.receiptNumber();
        assertThat(posts).filteredOn("/api/orders"::equals).hasSize(1);
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void ten_clicks_with_the_pages_own_protection_switched_off_are_still_one_order() {
        edit("/js/counter/checkout.js", "if (this.paid && this.#step('pay')) {",
                "if (this.#step('pay') || true) {");
        edit("/js/orders.js", "if (running) {", "if (false) {");
        edit("/js/locks.js", "return navigator.locks ?", "return false ?");
        page.reload();
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/api/orders", held::add);
        counter.tap("Latte").charge();
        assertThat(counter.payButton()).hasText("Pagar $55.00");
        page.evaluate("""
            async () => {
              for (let i = 0; i < 10; i++) {
                document.getElementById('pay').click();
                await new Promise(resolve => setTimeout(resolve, 30));
              }
            }""");
        page.waitForCondition(() -> held.size() == 10);
        held.forEach(Route::resume);

        String receipt = counter.receiptNumber();
        assertThat(posts).filteredOn("/api/orders"::equals).hasSize(10);
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("receiptNumber").asString()).isEqualTo(receipt);
    }

    @Test
    void the_cart_is_there_until_the_order_is() {
        List<Route> held = new ArrayList<>();
        page.route("**/api/orders", held::add);
        counter.tap("Latte").charge().pay();

        assertThat(counter.payButton()).hasText("Cobrando…");
        assertThat(counter.lines()).hasCount(1);
        assertThat(page.getByLabel("Recibido")).isDisabled();
        page.waitForCondition(() -> !held.isEmpty());
        held.getFirst().resume();
        counter.receiptNumber();
        counter.button("Nueva venta").click();
        assertThat(counter.lines()).hasCount(0);
    }

    @Test
    void what_the_customer_owes_is_what_the_server_says() {
        counter.tap("Latte").tap("Latte").tap("Croissant de mantequilla");
        counter.lines().getByText("Croissant").click();
        page.getByRole(AriaRole.GROUP, named("Descuento del producto"))
                .getByText("10 %").click();
        counter.button("Descuento").click();
        page.getByRole(AriaRole.GROUP, named("Descuento de la venta")).getByLabel("Importe")
                .fill("5");
        page.keyboard().press("Enter");
        counter.button("Propina").click();
        page.getByRole(AriaRole.GROUP, named("Propina")).getByText("15 %").click();
        counter.button("Cliente").click();
        page.getByLabel("Cliente").fill("Ana");
        counter.button("Nota").click();
        page.getByLabel("Nota").fill("sin azúcar");
        page.keyboard().press("Tab");
        counter.charge();

        // 2 × 55.00 + 42.00 − 4.20 − 5.00, and 15 % of it
        assertThat(counter.total()).hasText("$164.22");
        page.getByLabel("Recibido").fill("200");
        assertThat(page.locator(".change output")).hasText("$35.78");
        counter.pay();
        counter.receiptNumber();
        JsonNode order = shop.orders().getFirst();
        assertThat(order.path("total").asLong()).isEqualTo(16422);
        assertThat(order.path("tip").asLong()).isEqualTo(2142);
        assertThat(order.path("customerName").asString()).isEqualTo("Ana");
        assertThat(order.path("note").asString()).isEqualTo("sin azúcar");
        assertThat(order.path("tenders").get(0).path("change").asLong()).isEqualTo(3578);
    }

    @Test
    void a_customer_may_pay_in_parts() {
        counter.tap("Latte").tap("Latte").charge();
        counter.button("Dividir el pago").click();
        page.getByLabel("Paga").fill("60");
        page.getByLabel("Recibido").fill("100");
        page.getByLabel("Referencia").fill("A-77");
        counter.pay();

        counter.receiptNumber();
        JsonNode tenders = shop.orders().getFirst().path("tenders");
        assertThat(tenders.get(0).path("amount").asLong()).isEqualTo(6000);
        assertThat(tenders.get(0).path("change").asLong()).isEqualTo(4000);
        assertThat(tenders.get(1).path("method").asString()).isEqualTo("card");
        assertThat(tenders.get(1).path("amount").asLong()).isEqualTo(5000);
        assertThat(tenders.get(1).path("reference").asString()).isEqualTo("A-77");
    }

    @Test
    void too_little_money_pays_nothing() {
        counter.tap("Latte").charge();
        page.getByLabel("Recibido").fill("50");

        assertThat(page.getByText("Faltan $5.00")).isVisible();
        page.keyboard().press("Enter");
        assertThat(counter.payButton()).isVisible();
        assertThat(posts).doesNotContain("/api/orders");
    }

    @Test
    void a_price_that_changed_is_told_and_confirmed_with_one_step() {
        counter.tap("Latte").charge();
        assertThat(counter.payButton()).hasText("Pagar $55.00");
        shop.reprice("LATTE", 5800);
        counter.pay();

        assertThat(counter.notice()).containsText("El total ya no es el de la pantalla");
        counter.notice().getByRole(AriaRole.BUTTON, in("Pagar $58.00")).click();
        counter.receiptNumber();
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(5800);
    }

    @Test
    void what_is_not_in_stock_is_told_and_the_rest_is_sold() {
        shop.product("TARTA", "Tarta", "Panadería", 9000, 3);
        page.reload();
        counter.tap("Tarta").tap("Tarta").tap("Tarta");
        shop.sell("TARTA", 2);
        counter.charge().pay();

        assertThat(counter.notice()).containsText("TARTA: pedidos 3, quedan 1.");
        counter.notice().getByRole(AriaRole.BUTTON, in("Vender lo que queda")).click();
        counter.charge();
        assertThat(counter.payButton()).hasText("Pagar $90.00");
        counter.pay().receiptNumber();
        assertThat(shop.orders()).hasSize(2);
    }

    /** The feed hears of it first, or, where there is none, whoever pays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_session_that_ended_asks_who_is_there_and_keeps_the_sale(boolean fed) {
        if (!fed) {
            page.route("**/api/topics/**", Route::abort);
            page.routeWebSocket("**/ws", WebSocketRoute::close);
            page.reload();
        }
        counter.tap("Latte").charge();
        page.evaluate("""
            async () => {
              const { token } = JSON.parse(localStorage['comanda.session']);
              await fetch('/api/session',
                  { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
            }""");
        if (!fed) {
            counter.pay();
        }

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("La venta sigue aquí");
        page.getByLabel("Usuario").fill("admin");
        page.getByLabel("Contraseña").fill(Server.PASSWORD);
        counter.button("Entrar").click();
        assertThat(counter.lines()).hasCount(1);
        counter.pay().receiptNumber();
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void a_scanner_finds_its_product_wherever_the_focus_is() {
        shop.barcode("TE-VERDE", "7501055301379");
        page.clock().install();
        page.reload();
        counter.button("Café").focus();
        scan("7501055301379");
        assertThat(counter.lines()).containsText("Té verde");

        scan("7500000000000");
        assertThat(counter.notice()).containsText("7500000000000");
        assertThat(counter.lines()).hasCount(1);
    }

    @Test
    void a_scan_while_paying_adds_the_product_and_pays_nothing() {
        shop.barcode("TE-VERDE", "7501055301379");
        page.clock().install();
        page.reload();
        counter.tap("Latte").charge();
        page.getByLabel("Recibido").fill("100");
        scan("7501055301379");
        assertThat(counter.payButton()).hasText("Pagar $95.00");
        assertThat(page.getByLabel("Recibido")).hasValue("100");
        counter.payButton().focus();
        scan("7501055301379");
        assertThat(counter.payButton()).hasText("Pagar $135.00");
        scan("7500000000000");

        assertThat(counter.notice()).containsText("7500000000000");
        assertThat(posts).doesNotContain("/api/orders");
    }

    /** Its characters come at one instant, however busy the machine is that runs the test. */
    private void scan(String code) {
        page.clock().pauseAt(((Number) page.evaluate("Date.now() + 10_000")).longValue());
        page.keyboard().type(code);
        page.keyboard().press("Enter");
        page.clock().resume();
    }

    @Test
    void a_whole_sale_needs_no_mouse() {
        assertThat(counter.search()).isFocused();
        page.keyboard().type("3x croi");
        page.keyboard().press("Enter");
        page.keyboard().type("te ve");
        page.keyboard().press("Enter");
        assertThat(counter.total()).hasText("$166.00");
        page.keyboard().press("F9");
        assertThat(page.getByLabel("Recibido")).isFocused();
        page.keyboard().type("200");
        page.keyboard().press("Enter");
        counter.receiptNumber();
        assertThat(counter.button("Nueva venta")).isFocused();
        page.keyboard().press("Enter");

        assertThat(counter.search()).isFocused();
        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(16600);
    }

    @Test
    void who_is_faster_than_the_catalogue_is_understood_word_by_word() {
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route(Pattern.compile("/api/products"), held::add);
        page.route("**/api/topics/**", Route::abort);
        page.routeWebSocket("**/ws", WebSocketRoute::close);
        page.reload();
        counter.search().focus();
        page.keyboard().type("3x croi");
        page.keyboard().press("Enter");
        page.keyboard().type("te ve");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> !held.isEmpty());
        held.forEach(Route::resume);

        assertThat(counter.total()).hasText("$166.00");
    }

    @Test
    void who_is_faster_than_all_that_the_page_asks_for_is_understood_too() {
        List<Route> held = new CopyOnWriteArrayList<>();
        assertThat(page.locator(".tile")).hasCount(4);
        page.route("**/api/registers", held::add);
        page.evaluate("code => localStorage.removeItem('comanda.place.' + code)", shop.code());
        page.reload();
        counter.search().focus();
        page.keyboard().type("3x croi");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> !held.isEmpty());
        held.forEach(Route::resume);

        assertThat(counter.total()).hasText("$126.00");
    }

    @Test
    void the_sentences_are_in_the_language_that_was_chosen() {
        counter.button("English").click();
        assertThat(page.getByLabel("Find a product")).isVisible();
        counter.tap("Latte").button("Charge").click();
        shop.reprice("LATTE", 5900);
        counter.pay();

        assertThat(counter.notice()).containsText("Tell the customer the new total");
        assertThat((String) page.evaluate("() => document.documentElement.lang")).isEqualTo("en");
    }

    @Test
    void two_tabs_have_two_carts() {
        counter.tap("Latte");
        Page second = newPage(browser);
        CounterPage other = new CounterPage(second).open("/");
        other.tap("Espresso");
        assertThat(other.lines()).hasCount(1);
        second.reload();

        assertThat(other.lines()).containsText("Espresso");
        assertThat(counter.lines()).containsText("Latte");
        counter.charge().pay().receiptNumber();
        other.charge().pay().receiptNumber();
        assertThat(shop.orders()).hasSize(2);
    }

    @Test
    void searching_5000_products_keeps_up_with_the_typist() {
        shop.manyProducts(5000);
        page.reload();
        page.locator(".rest").getByText("4944").waitFor();
        Object times = page.evaluate("""
            async () => {
              const field = document.getElementById('search');
              const times = [];
              for (const query of ['p', 'pr', 'pro', 'prod 49', 'sku-4711', '750000000042', '']) {
                const start = performance.now();
                field.value = query;
                field.dispatchEvent(new Event('input'));
                await Promise.resolve();
                document.querySelector('.tiles').offsetHeight; // laid out
                times.push(Math.round(performance.now() - start));
              }
              return times.join(' ');
            }""");

        System.out.println("search and draw, ms, 5000 products: " + times);
        page.keyboard().type("sku-4711");
        assertThat(page.locator(".tile")).hasCount(1);
    }

    /** As if the page had been written otherwise. */
    private void edit(String path, String code, String other) {
        page.route("**" + path, route -> {
            String text = route.fetch().text();
            assertThat(text).contains(code);
            route.fulfill(new Route.FulfillOptions().setContentType("text/javascript")
                    .setBody(text.replace(code, other)));
        });
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

}
