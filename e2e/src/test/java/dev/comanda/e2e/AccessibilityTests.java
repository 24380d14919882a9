package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe-core finds on each page and in each of its states, in light and in dark. */
class AccessibilityTests extends InABrowser {

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void the_counter_has_no_serious_finding(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        CounterPage counter = new CounterPage(page).open("/");
        assertThat(page.getByLabel("Usuario")).isVisible();
        check("sign in");

        counter.signIn("admin", Server.PASSWORD, shop.code());
        shop.sell("LATTE", 998);
        page.reload();
        counter.tap("Latte").tap("Croissant de mantequilla");
        counter.lines().getByText("Croissant").click();
        counter.button("Descuento").click();
        check("selling");
        counter.button("admin").click();
        check("menu");
        page.keyboard().press("Escape");

        counter.charge();
        counter.button("Dividir el pago").click();
        page.getByLabel("Paga").fill("10");
        check("paying");
        counter.pay().receiptNumber();
        check("done");

        counter.button("Ventas").click();
        counter.button("R1-000001").click();
        page.getByText("Anular esta venta").click();
        check("orders");
        page.locator("#refund").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        page.getByRole(AriaRole.DIALOG).getByLabel("Uno más").first().click();
        page.locator("dialog button.primary").click(); // without a reason: says what is wrong
        check("refund");
        page.keyboard().press("Escape");
        assertThat(page.locator("#refund")).isFocused();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void the_room_has_no_serious_finding(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        shop.room();
        shop.extra(shop.seat("M4", "Ana"), "LATTE");
        RoomPage room = new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD,
                shop.code());
        check("room");
        room.touch("G1");
        check("opening");
        room.touch("M4").button("Cancelar").click();
        check("guest");
        room.button("Mover").click();
        check("moving");
        room.button("Cobrar").click();
        assertThat(room.payButton()).hasText("Pagar $113.00");
        check("paying");
        room.payButton().click();
        room.receiptNumber();
        check("paid");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void the_wall_has_no_serious_finding(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        shop.room();
        shop.seat("M4", "Ana");
        page.navigate("/wall");
        assertThat(page.getByLabel("Clave de la pantalla")).isVisible();
        check("enrolling");
        page.getByLabel("Clave de la pantalla").fill(shop.post("/api/devices",
                Map.of("kind", "screen", "name", "Pared")).path("token").asString());
        page.keyboard().press("Enter");
        assertThat(page.locator(".wall-seats")).containsText("Ana");
        check("wall");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void without_a_network_there_is_none_either(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        CounterPage counter = new CounterPage(page).open("/")
                .signIn("admin", Server.PASSWORD, shop.code());
        assertThat(page.locator(".tile")).hasCount(4);
        browser.setOffline(true);
        assertThat(page.locator(".standing [role=status]")).hasText("Sin conexión");
        counter.tap("Latte").charge();
        counter.button("Tarjeta").click();
        check("card without a network");
        counter.button("Cobrar en efectivo").click();
        counter.pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        assertThat(counter.button("Nueva venta")).isFocused();
        check("kept");

        page.keyboard().press("Enter");
        shop.reprice("LATTE", 5900);
        browser.setOffline(false);
        counter.notice().getByRole(AriaRole.BUTTON).click();
        assertThat(page.locator(".sale.refused")).isVisible();
        page.getByText("Quitar sin registrar").click();
        check("refused");
    }

    private void check(String state) {
        Axe.findsNothingSerious(page, state);
    }
}
