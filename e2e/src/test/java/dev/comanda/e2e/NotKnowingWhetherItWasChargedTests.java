package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network breaks, or the tab dies, after "Pagar". */
class NotKnowingWhetherItWasChargedTests extends InABrowser {

    private Proxy network;
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private CounterPage counter;

    @BeforeEach
    void standAtTheCounter() {
        network = new Proxy(Server.shared());
        network.faults(call -> call.isOrder() ? fault.get() : Fault.NONE);
        counter = new CounterPage(page).open(network.uri() + "/")
                .signIn("admin", Server.PASSWORD, shop.code());
        counter.tap("Latte").tap("Espresso").charge();
        assertThat(counter.payButton()).hasText("Pagar $93.00");
    }

    @AfterEach
    void leave() {
        network.close();
    }

    @Test
    void nothing_else_can_be_charged_until_it_is_known() {
        fault.set(Fault.DROP_ANSWER);
        counter.pay();
        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("No cobres otra vez");
        assertThat(counter.button("Comprobar ahora")).isFocused();
        assertThat(counter.payButton()).hasCount(0);
        assertThat(counter.button("Vaciar")).isDisabled();
        page.keyboard().press("F9");
        page.keyboard().press("Escape");
        assertThat(counter.button("Comprobar ahora")).isVisible();

        fault.set(Fault.NONE);
        counter.pressIfThere("Comprobar ahora");
        String receipt = counter.receiptNumber();
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("receiptNumber").asString()).isEqualTo(receipt);
    }

    @Test
    void a_sale_that_never_arrived_is_charged_with_one_step() {
        fault.set(Fault.CUT_CALL);
        counter.pay();
        assertThat(counter.button("Comprobar ahora")).isVisible();
        fault.set(Fault.NONE);

        // it also asks by itself
        assertThat(counter.notice()).containsText("no se cobró nada");
        counter.pay().receiptNumber();
        assertThat(shop.orders()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DROP_ANSWER", "CUT_CALL", "LATE"})
    void a_tab_that_was_killed_resolves_its_sale_and_does_not_repeat_it(Fault broken) {
        fault.set(broken);
        counter.pay();
        page.waitForCondition(() -> network.calls().stream().anyMatch(
                call -> call.path().equals("/api/orders")));
        page.close();
        network.faults(call -> call.path().equals("/api/orders") ? broken : Fault.NONE);
        page = newPage(browser);
        counter = new CounterPage(page).open(network.uri() + "/");

        page.locator("#next, #pay").first().waitFor();
        network.mend();
        if (counter.payButton().isVisible()) { // it had not arrived
            assertThat(counter.notice()).containsText("no se cobró nada");
            counter.pay();
        }
        String receipt = counter.receiptNumber();
        network.drain();
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("receiptNumber").asString()).isEqualTo(receipt);
        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(9300);
    }

    @Test
    void the_sale_of_whoever_left_is_settled_before_the_next_one_charges() {
        shop.staff("beto", "cashier", "un vaso de agua fria");
        fault.set(Fault.DROP_ANSWER);
        counter.pay();
        assertThat(counter.button("Comprobar ahora")).isVisible();
        page.close();
        page = newPage(browser);
        page.navigate(network.uri() + "/blank.svg");
        page.evaluate("() => localStorage.removeItem('comanda.session')");
        fault.set(Fault.NONE);
        counter = new CounterPage(page).open(network.uri() + "/");
        page.getByLabel("Usuario").fill("beto");
        page.getByLabel("Contraseña").fill("un vaso de agua fria");
        counter.enter();

        assertThat(counter.notice()).containsText("La venta anterior sí se cobró: R1-000001");
        assertThat(counter.lines()).hasCount(0);
        assertThat(shop.orders()).hasSize(1);
    }
}
