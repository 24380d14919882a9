package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A day on which the line is down: what is sold, what is said, and what becomes of it. */
class SellingOfflineTests extends InABrowser {

    private Proxy network;
    private CounterPage counter;

    @Override
    protected ServiceWorkerPolicy workers() {
        return ServiceWorkerPolicy.ALLOW;
    }

    @BeforeEach
    void standAtTheCounter() {
        network = new Proxy(Server.shared());
        counter = new CounterPage(page).open(network.uri() + "/")
                .signIn("admin", Server.PASSWORD, shop.code());
        assertThat(page.locator(".tile")).hasCount(4);
        page.waitForFunction("() => navigator.serviceWorker.controller !== null");
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void sales_wait_on_the_disk_and_are_sent_in_order_when_the_network_is_back() {
        cut();
        String first = sell("Latte", "Pagar $55.00");
        String second = sell("Espresso", "Pagar $38.00");
        assertThat(tab()).containsText("2");
        assertThat(shop.orders()).isEmpty();
        mend();

        assertThat(page.locator(".standing [role=status]")).hasText("En línea");
        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(2);
        assertThat(page.locator(".sale .code").nth(0)).hasText("R1-000001");
        List<JsonNode> orders = shop.orders();
        assertThat(orders).extracting(order -> order.path("total").asLong())
                .containsExactly(3800L, 5500L);
        assertThat(orders.getLast().path("key").asString().toUpperCase()).startsWith(first);
        assertThat(orders.getFirst().path("key").asString().toUpperCase()).startsWith(second);
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.path("soldAt").asString()).isLessThan(order.path("placedAt")
                    .asString());
            assertThat(order.path("soldBy")).isEqualTo(order.path("placedBy"));
            assertThat(order.has("note")).isFalse();
        });
        counter.button("Ventas").click();
        assertThat(page.locator(".list td small").first()).containsText("vendida el");
        counter.button("R1-000001").click();
        assertThat(page.locator(".receipt")).containsText("Registrada el");
        assertThat(page.locator(".receipt")).containsText("Atendió admin");
    }

    @Test
    void the_receipt_is_marked_until_its_number_is_there() {
        cut();
        counter.tap("Latte").charge();
        page.getByLabel("Recibido").fill("100");
        counter.pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        assertThat(receipt()).containsText("Folio pendiente");
        assertThat(receipt()).containsText("45.00"); // change
        mend();

        assertThat(receipt()).containsText("R1-000001");
        assertThat(receipt()).not().containsText("pendiente");
        assertThat(shop.orders().getFirst().path("tenders").get(0).path("change").asLong())
                .isEqualTo(4500);
    }

    @Test
    void only_cash_is_taken() {
        counter.tap("Latte");
        assertThat(counter.total()).hasText("$55.00");
        cut();
        counter.charge();
        counter.button("Tarjeta").click();
        assertThat(counter.notice()).containsText("Sin conexión solo se cobra en efectivo.");
        assertThat(counter.payButton()).hasAttribute("aria-disabled", "true");
        page.keyboard().press("Enter");
        counter.notice().getByRole(AriaRole.BUTTON, named("Cobrar en efectivo")).click();
        counter.pay();

        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        mend();
        assertThat(page.locator(".done h2")).containsText("R1-000001");
        assertThat(shop.orders()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void what_waits_survives(Death death) {
        cut();
        sell("Latte", "Pagar $55.00");
        counter.tap("Croissant de mantequilla");
        assertThat(counter.total()).hasText("$42.00");
        if (death == Death.RELOAD) {
            page.reload();
        } else {
            page.close();
            page = newPage(browser);
            page.navigate(network.uri() + "/");
        }
        counter = new CounterPage(page);

        assertThat(tab()).containsText("1");
        assertThat(counter.lines()).containsText("Croissant");
        sell(null, "Pagar $42.00");
        sell("Té verde", "Pagar $40.00"); // the catalogue is known, too
        mend();
        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(3);
        assertThat(shop.orders()).hasSize(3);
    }

    private enum Death {
        RELOAD,
        CLOSED_TAB
    }

    @Test
    void a_sale_whose_answer_was_lost_with_the_line_waits_and_is_not_made_twice() {
        counter.tap("Latte").charge();
        assertThat(counter.payButton()).hasText("Pagar $55.00");
        network.faults(call -> call.isOrder() ? Fault.DROP_ANSWER : Fault.CUT_CALL);
        counter.pay();
        counter.button("Guardar la venta y seguir").click();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        counter.button("Nueva venta").click();
        assertThat(counter.lines()).hasCount(0);
        assertThat(shop.orders()).hasSize(1);
        tab().click();
        assertThat(counter.button("Enviar ahora")).isEnabled();
        mend();
        counter.pressIfThere("Enviar ahora");

        assertThat(page.locator(".sale.sent .code")).hasText("R1-000001");
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void a_tab_that_died_before_it_forgot_the_cart_does_not_sell_it_again() {
        cut();
        counter.tap("Latte");
        assertThat(counter.total()).hasText("$55.00");
        page.evaluate("""
            () => { window.cart = Object.entries(localStorage)
                .find(([name]) => name.startsWith('comanda.cart.')); }""");
        sell(null, "Pagar $55.00");
        page.evaluate("() => localStorage.setItem(...window.cart)");
        page.reload();

        assertThat(tab()).containsText("1");
        assertThat(counter.lines()).hasCount(0);
        mend();
        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(1);
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void one_of_several_tabs_sends() {
        Page second = newPage(browser);
        CounterPage other = new CounterPage(second).open(network.uri() + "/");
        assertThat(other.search()).isVisible();
        cut();
        assertThat(second.locator(".standing [role=status]")).hasText("Sin conexión");
        sell("Latte", "Pagar $55.00");
        other.tap("Espresso").charge().pay();
        assertThat(second.locator(".done h2")).containsText("Venta guardada");
        sell("Té verde", "Pagar $40.00");
        assertThat(tab()).containsText("3");
        int before = network.calls().size();
        mend();

        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(3);
        second.getByText("Pendientes").click();
        assertThat(second.locator(".sale.sent")).hasCount(3);
        assertThat(shop.orders()).hasSize(3);
        assertThat(network.calls().stream().skip(before))
                .filteredOn(call -> call.path().equals("/api/orders")
                        && call.method().equals("POST"))
                .as("each is sent once").hasSize(3);
    }

    @Test
    void a_price_that_changed_meanwhile_is_recorded_as_paid() {
        shop.pin("beto", "cashier", "4711");
        shop.pin("eva", "manager", "271828");
        cut();
        sell("Latte", "Pagar $55.00");
        shop.reprice("LATTE", 5800);
        mend();
        counter.notice().getByRole(AriaRole.BUTTON, named("Ver")).click();
        assertThat(page.locator(".sale.refused")).containsText(
                "El cliente pagó $55.00; hoy el sistema pide $58.00.");
        counter.button("Registrar lo que pagó").click();

        assertThat(page.locator(".sale.sent .code")).hasText("R1-000001");
        JsonNode order = shop.orders().getFirst();
        assertThat(order.path("total").asLong()).isEqualTo(5500);
        assertThat(order.path("lines").get(0).path("unitPrice").asLong()).isEqualTo(5500);
    }

    @Test
    void what_the_system_counts_as_sold_out_is_corrected_and_recorded() {
        shop.product("TARTA", "Tarta", "Panadería", 9000, 2);
        page.reload();
        assertThat(page.locator(".tile")).hasCount(5);
        cut();
        counter.tap("Tarta");
        sell("Tarta", "Pagar $180.00");
        sell("Latte", "Pagar $55.00");
        shop.sell("TARTA", 1);
        mend();
        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(1); // one refusal stops no other
        assertThat(page.locator(".sale.refused")).containsText("pedidos 2, quedan 1");
        counter.button("Corregir existencia y registrar").click();

        assertThat(page.locator(".sale.sent")).hasCount(2);
        assertThat(shop.orders()).hasSize(3);
    }

    @Test
    void what_cannot_be_recorded_as_it_is_goes_back_to_the_counter_under_its_key() {
        cut();
        String code = sell("Latte", "Pagar $55.00");
        shop.retire("LATTE");
        mend();
        tab().click();
        assertThat(page.locator(".sale.refused")).containsText("ya no se vende. Quítalo");
        counter.button("Corregir en el mostrador").click();
        assertThat(counter.lines()).containsText("Latte");
        counter.lines().getByText("Latte").click();
        counter.button("Quitar").click();
        counter.tap("Espresso").charge().pay();

        assertThat(page.locator(".done h2")).containsText("R1-000001");
        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(1);
        assertThat(shop.orders().getFirst().path("key").asString().toUpperCase())
                .startsWith(code);
    }

    @Test
    void a_session_that_ended_meanwhile_asks_who_is_there_and_then_sends() {
        cut();
        sell("Latte", "Pagar $55.00");
        forgetTheSession();
        mend();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Tu sesión terminó");
        page.getByLabel("Usuario").fill("admin");
        page.getByLabel("Contraseña").fill(Server.PASSWORD);
        counter.button("Entrar").click();

        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(1);
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void what_somebody_sold_is_theirs_whoever_sends_it() {
        shop.staff("carla", "cashier", "un vaso de agua fria");
        cut();
        sell("Latte", "Pagar $55.00");
        forgetTheSession();
        mend();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Tu sesión terminó");
        page.getByLabel("Usuario").fill("carla");
        page.getByLabel("Contraseña").fill("un vaso de agua fria");
        counter.enter();

        tab().click();
        assertThat(page.locator(".sale.sent")).hasCount(1);
        JsonNode order = shop.orders().getFirst();
        assertThat(order.path("soldBy").asString()).isEqualTo(shop.staffId("admin"));
        assertThat(order.path("placedBy").asString()).isEqualTo(shop.staffId("carla"));
    }

    @Test
    void what_waits_can_be_saved_as_a_file() throws IOException {
        cut();
        sell("Latte", "Pagar $55.00");
        tab().click();
        Download download = page.waitForDownload(
                () -> counter.button("Guardar en un archivo").click());

        JsonNode file = new JsonMapper().readTree(Files.readString(download.path()));
        JsonNode sale = file.path("sales").get(0);
        assertThat(download.suggestedFilename()).matches("comanda-[\\d-]+\\.json");
        assertThat(file.path("sales")).hasSize(1);
        assertThat(sale.path("order").path("lines").get(0).path("sku").asString())
                .isEqualTo("LATTE");
        shop.post("/api/orders", sale.path("order"), sale.path("key").asString());
        mend();
        assertThat(page.locator(".sale.sent")).hasCount(1);
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void a_browser_that_keeps_nothing_says_so_and_sells_only_online() {
        page.addInitScript(
                """
                    IDBFactory.prototype.open = () => {
                      throw new DOMException('full', 'QuotaExceededError');
                    };
                    """);
        page.reload();
        counter.tap("Latte").charge().pay().receiptNumber();
        counter.button("Nueva venta").click();
        cut();
        counter.tap("Espresso").charge().pay();

        assertThat(counter.notice()).containsText("no pudo guardar la venta");
        assertThat(counter.lines()).containsText("Espresso");
        mend();
        assertThat(page.locator(".standing [role=status]")).hasText("En línea");
        counter.pay().receiptNumber();
        assertThat(shop.orders()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whether_the_browser_promises_to_keep_the_sales_is_said(boolean promised) {
        page.addInitScript("navigator.storage.persist = async () => " + promised);
        page.reload();
        String said = promised ? "conserva las ventas" : "puede borrar ventas sin enviar";
        counter.button("admin").click();
        assertThat(page.locator("#menu")).containsText(said);
        page.keyboard().press("Escape");

        cut();
        if (promised) {
            assertThat(counter.notice()).not().containsText("puede borrar");
        } else {
            assertThat(counter.notice()).containsText(said);
        }
        sell("Latte", "Pagar $55.00");
        tab().click();
        assertThat(page.locator(".pending header")).containsText(said);
    }

    private void cut() {
        network.cut();
        browser.setOffline(true);
        assertThat(page.locator(".standing [role=status]")).hasText("Sin conexión");
    }

    /** The server will not know it any more. */
    private void forgetTheSession() {
        page.evaluate("""
            () => {
              const session = JSON.parse(localStorage['comanda.session']);
              localStorage['comanda.session'] = JSON.stringify(
                  { ...session, token: 'x', refreshToken: 'y' });
            }""");
    }

    private void mend() {
        network.mend();
        browser.setOffline(false);
    }

    /** Sells what is in the cart, and one more product if it is named; the code of the receipt. */
    private String sell(@Nullable String product, String pay) {
        if (product != null) {
            counter.tap(product);
        }
        counter.charge();
        assertThat(counter.payButton()).hasText(pay);
        counter.pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        String code = page.locator(".done h2").textContent().replaceAll(".*· ", "").strip();
        counter.button("Nueva venta").click();
        return code;
    }

    private Locator tab() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pendientes"));
    }

    private Locator receipt() {
        return page.locator(".done .receipt");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
