package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several people at one register. */
class SwitchingPeopleTests extends InABrowser {

    private CounterPage counter;

    @BeforeEach
    void enrol() {
        shop.pin("beto", "cashier", "4711");
        shop.pin("carla", "cashier", "2718");
        counter = new CounterPage(page).open("/").signIn("admin", Server.PASSWORD, shop.code());
        counter.button("admin").click();
        counter.button("Permitir PIN en esta caja (R1)").click();
        assertThat(counter.notice()).containsText("entrar con PIN en la caja R1");
        page.keyboard().press("Escape");
        leave("admin");
    }

    @Test
    void a_cart_stays_with_whoever_opened_it() {
        counter.signInByPin("beto", "4711").tap("Latte");
        assertThat(counter.lines()).hasCount(1);
        leave("beto");
        counter.signInByPin("carla", "2718");
        assertThat(counter.lines()).hasCount(0);
        counter.tap("Espresso").charge().pay().receiptNumber();
        leave("carla");
        counter.signInByPin("beto", "4711");

        assertThat(counter.lines()).containsText("Latte");
        counter.charge().pay().receiptNumber();
        assertThat(shop.orders()).extracting(order -> order.path("total").asLong())
                .containsExactly(5500L, 3800L);
    }

    @Test
    void a_register_that_nobody_touches_is_locked_and_the_cart_stays_with_its_author() {
        page.clock().install();
        page.reload();
        counter.signInByPin("beto", "4711").tap("Latte");
        assertThat(counter.total()).hasText("$55.00");
        page.clock().fastForward("05:30");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("se bloqueó");
        counter.signInByPin("carla", "2718");
        assertThat(counter.lines()).hasCount(0);
        leave("carla");
        counter.signInByPin("beto", "4711");
        assertThat(counter.lines()).containsText("Latte");
    }

    @Test
    void a_renewal_that_ends_late_is_not_the_next_ones() {
        counter.signInByPin("beto", "4711");
        List<Route> renewals = new ArrayList<>();
        page.route("**/api/session/refresh", renewals::add);
        page.evaluate("""
            localStorage.setItem('comanda.session', JSON.stringify(
                { ...JSON.parse(localStorage.getItem('comanda.session')), renewAt: 0 }))
            """);
        counter.tap("Latte");
        page.waitForCondition(() -> !renewals.isEmpty());
        leave("beto");
        counter.signInByPin("carla", "2718").tap("Espresso");
        renewals.getFirst().fulfill(new Route.FulfillOptions().setStatus(401));

        assertThat(counter.total()).hasText("$38.00");
        counter.charge().pay().receiptNumber();
        assertThat(counter.button("carla")).isVisible();
    }

    @Test
    void without_a_server_nobody_is_locked_out() {
        page.clock().install();
        page.reload();
        counter.signInByPin("beto", "4711").tap("Latte");
        assertThat(counter.total()).hasText("$55.00");
        browser.setOffline(true);
        page.clock().fastForward("05:30");
        assertThat(page.locator(".standing [role=status]")).hasText("Sin conexión");
        counter.button("beto").click();

        assertThat(counter.button("Cambiar de persona")).isDisabled();
        assertThat(counter.lines()).containsText("Latte");
    }

    @Test
    void a_wrong_pin_is_told_and_a_password_is_always_possible() {
        page.getByLabel("Usuario").fill("beto");
        page.getByLabel("PIN").fill("0000");
        counter.button("Entrar").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("no coinciden");

        counter.button("Entrar con contraseña").click();
        page.getByLabel("Usuario").fill("admin");
        page.getByLabel("Contraseña").fill(Server.PASSWORD);
        counter.enter();
    }

    @Test
    void a_large_discount_asks_for_a_manager() {
        shop.pin("eva", "manager", "271828");
        counter.signInByPin("beto", "4711").tap("Latte");
        counter.button("Descuento").click();
        counter.button("20 %").click();
        counter.charge();
        page.getByLabel("Usuario de quien autoriza").fill("eva");
        page.getByLabel("PIN").fill("271828");
        counter.pay().receiptNumber();

        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(4400);
    }

    private void leave(String name) {
        counter.button(name).click();
        counter.button("Cambiar de persona").click();
        assertThat(page.getByLabel("PIN")).isVisible();
    }
}
