package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
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
        counter.button("Tus sesiones").click();
        assertThat(page.getByText("Abiertas con tu usuario")).isVisible();
        assertThat(page.locator("dialog [type=radio]").first()).isVisible();
        check("own sessions");
        page.keyboard().press("Escape");
        counter.button("admin").click();
        counter.button("Cambiar contraseña").click();
        check("own password");
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
        String ana = shop.seat("M4", "Ana");
        shop.cameAgo(ana, 600);
        shop.pass("Ana", 60);
        shop.put("/api/coworking/settings", "{\"alertAfterMinutes\":480,\"closing\":{}}");
        shop.sql("SELECT flagged FROM watch_room()");
        shop.extra(ana, "LATTE");
        RoomPage room = new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD,
                shop.code());
        assertThat(room.seat("M4")).containsText("¿Olvidada?");
        check("room");
        room.touch("G1");
        check("opening");
        room.touch("M4").button("Cancelar").click();
        check("guest");
        room.button("Mover").click();
        check("moving");
        room.button("Corregir").click();
        check("correcting");
        page.getByLabel("Importe del tiempo").fill("58");
        page.getByLabel("Motivo").fill("se fue la luz");
        page.keyboard().press("Enter");
        assertThat(page.locator(".correction")).containsText("se fue la luz");
        check("corrected");
        room.button("Cobrar").click();
        assertThat(room.payButton()).hasText("Pagar $113.00");
        page.locator(".pass").click();
        assertThat(page.locator(".pass")).hasAttribute("aria-pressed", "true");
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

    /** As every test here sees the pages. */
    @Test
    void nothing_moves_for_whoever_asked_for_less_motion() {
        shop.room();
        shop.seat("M4", "Ana");
        new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD, shop.code());
        for (String each : List.of("/coworking", "/", "/manager", "/status", "/wall")) {
            page.navigate(each);
            assertThat(page.locator("h1, .tally, #search").first()).isVisible();
            Assertions.assertThat((List<?>) page.evaluate("""
                () => [...document.querySelectorAll('*')].filter(each => {
                  const { transitionDuration, animationName } = getComputedStyle(each);
                  return /[1-9]/.test(transitionDuration) || animationName !== 'none';
                }).map(each => each.outerHTML)""")).as(each).isEmpty();
        }
    }

    private void check(String state) {
        Axe.findsNothingSerious(page, state);
        Axe.findsNothingSmall(page, state);
    }
}
