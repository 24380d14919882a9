package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's own sessions and password, in the menu of every page. */
class KeepingOnesAccessTests extends InABrowser {

    private static final String PHRASE = "un vaso de agua fria";
    private static final String NEW_PHRASE = "dos vasos de agua tibia";

    @BeforeEach
    void hire() {
        shop.staff("marta", "manager", PHRASE);
    }

    @Test
    void a_session_left_open_elsewhere_is_ended_with_the_password_again() {
        OfficePage here = new OfficePage(page).open("/manager#staff", shop, "marta", PHRASE);
        menu(here, "marta", "Tus sesiones");
        assertThat(here.sheet()).containsText("No hay otra sesión abierta con tu usuario");
        page.keyboard().press("Escape");

        Page left = newPage(newBrowser());
        new OfficePage(left).open("/manager#products", shop, "marta", PHRASE);
        menu(here, "marta", "Tus sesiones");
        here.type("Contraseña", PHRASE).send();
        assertThat(here.sheet().getByRole(AriaRole.ALERT))
                .hasText("Elige qué sesión cerrar.");
        assertThat(here.sheet().locator("input[type=radio]")).hasCount(1);
        here.sheet().locator("input[type=radio]").check();
        here.type("Contraseña", "de otra persona").send();
        assertThat(here.complaint("password")).hasText("Esta no es tu contraseña actual.");
        here.type("Contraseña", PHRASE).done("La sesión quedó cerrada");

        left.getByText("Personal").click();
        assertThat(left.getByLabel("Usuario")).isVisible();
        here.section("Productos");
        left.context().close();
    }

    @Test
    void a_new_password_ends_every_session_and_lets_in_again() {
        CounterPage counter = new CounterPage(page).open("/")
                .signIn("marta", PHRASE, shop.code());
        counter.button("marta").click();
        counter.button("Cambiar contraseña").click();
        OfficePage sheet = new OfficePage(page);
        sheet.type("Contraseña actual", PHRASE).type("Contraseña nueva", "corta").send();
        assertThat(sheet.complaint("password")).isVisible();
        sheet.type("Contraseña nueva", NEW_PHRASE).send();

        assertThat(page.getByText("La contraseña cambió. Entra con la nueva.")).isVisible();
        page.getByLabel("Usuario").fill("marta");
        page.getByLabel("Contraseña").fill(NEW_PHRASE);
        counter.button("Entrar").click();
        assertThat(page.getByLabel("Buscar producto")).isVisible();
    }

    @Test
    void a_change_whose_answer_is_lost_is_said_to_be_uncertain() {
        OfficePage office = new OfficePage(page).open("/manager", shop, "marta", PHRASE);
        page.route("**/api/session/password", route -> {
            route.fetch();
            route.abort();
        });
        menu(office, "marta", "Cambiar contraseña");
        office.type("Contraseña actual", PHRASE).type("Contraseña nueva", NEW_PHRASE).send();

        assertThat(office.sheet().getByRole(AriaRole.ALERT)).containsText("entra con la nueva");
    }

    @Test
    void in_the_room_escape_closes_the_sheet_and_nothing_behind_it() {
        shop.room();
        RoomPage room = new RoomPage(page).open("/coworking")
                .signIn("marta", PHRASE, shop.code()).touch("M1");
        String chosen = page.locator("main.room").getAttribute("data-chosen");
        room.button("marta").click();
        room.button("Cambiar contraseña").click();
        assertThat(page.getByLabel("Contraseña actual")).isFocused();

        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(room.button("marta")).isFocused();
        assertThat(page.locator("main.room")).hasAttribute("data-chosen", chosen);
    }

    @Test
    void who_has_a_pin_alone_is_told_so_on_any_page() {
        shop.pin("beto", "cashier", "4711");
        CounterPage counter = new CounterPage(page).open("/")
                .signIn("marta", PHRASE, shop.code());
        counter.button("marta").click();
        counter.button("Permitir PIN en esta caja (R1)").click();
        assertThat(counter.notice()).containsText("entrar con PIN en la caja R1");
        counter.button("Cambiar de persona").click();
        counter.signInByPin("beto", "4711");

        page.navigate("/manager");
        OfficePage office = new OfficePage(page);
        menu(office, "beto", "Cambiar contraseña");
        office.type("Contraseña actual", "4711").type("Contraseña nueva", NEW_PHRASE).send();
        assertThat(office.complaint("current"))
                .hasText("No tienes contraseña; un encargado puede darte una.");
    }

    private static void menu(OfficePage office, String name, String item) {
        office.button(name).click();
        office.button(item).click();
        assertThat(office.sheet()).isVisible();
    }
}
