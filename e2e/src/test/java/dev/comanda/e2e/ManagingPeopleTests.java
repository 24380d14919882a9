package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Staff, registers and screens at /manager. */
class ManagingPeopleTests extends InABrowser {

    private static final String PHRASE = "un vaso de agua fria";

    @Test
    void somebody_is_hired_promoted_and_let_go() {
        OfficePage office = new OfficePage(page).open("/manager#staff", shop);
        office.button("Nueva persona").click();
        office.type("Usuario", "beto").type("Nombre", "Beto Ruiz").type("PIN", "1234").send();
        assertThat(office.complaint("pin")).isVisible();
        office.type("PIN", "4711").done("Beto Ruiz quedó guardado");
        assertThat(office.row("Beto Ruiz")).containsText("PIN");

        office.button("Beto Ruiz").click();
        office.choose("Rol", "manager").type("PIN", "271828").type("Contraseña", PHRASE)
                .done("quedó guardado");
        assertThat(person("beto").path("role").asString()).isEqualTo("manager");
        assertThat(person("beto").path("hasPassword").asBoolean()).isTrue();

        office.button("Beto Ruiz").click();
        office.field("Puede entrar").uncheck();
        office.done("quedó guardado");
        assertThat(person("beto").path("active").asBoolean()).isFalse();
        assertThat(office.row("Beto Ruiz")).containsText("Inactivo");
    }

    @Test
    void who_is_faster_than_the_page_keeps_the_sheet_that_they_opened() {
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/api/locations", held::add);
        OfficePage office = new OfficePage(page).open("/manager#staff", shop);
        office.button("Nueva persona").click();
        office.type("Nombre", "Beto Ruiz");
        page.waitForCondition(() -> !held.isEmpty());
        answer(held.getFirst());

        assertThat(office.row("admin")).isVisible();
        assertThat(office.field("Nombre")).hasValue("Beto Ruiz");
    }

    @Test
    void sessions_end_on_every_device_when_a_manager_says_so() {
        shop.staff("beto", "manager", PHRASE);
        Page theirs = newPage(newBrowser());
        OfficePage there = new OfficePage(theirs).open("/manager#products", shop, "beto", PHRASE);
        OfficePage office = new OfficePage(page).open("/manager#staff", shop);

        office.button("Cerrar las sesiones de beto").click();
        office.done("Las sesiones de beto terminaron");

        there.page().getByText("Personal").click();
        assertThat(theirs.getByLabel("Usuario")).isVisible();
        theirs.context().close();
    }

    @Test
    void a_manager_manages_no_administrator() {
        shop.staff("beto", "manager", PHRASE);
        OfficePage office = new OfficePage(page).open("/manager#staff", shop, "beto", PHRASE);

        assertThat(office.row("admin").getByText("Administración")).isVisible();
        assertThat(office.row("admin").locator("button")).hasCount(0);
        office.button("Nueva persona").click();
        assertThat(office.field("Rol").locator("option")).hasText(
                new String[]{"Caja", "Encargado"});
    }

    @Test
    void a_screens_key_is_shown_once_and_taken_away_again() {
        OfficePage office = new OfficePage(page).open("/manager#places", shop);
        office.button("Nueva pantalla").click();
        office.type("Nombre", "Pantalla de la entrada").send();
        assertThat(office.field("Clave de la pantalla")).hasValue(
                java.util.regex.Pattern.compile(".{20,}"));
        String token = office.field("Clave de la pantalla").inputValue();
        assertThat(read(token)).isEqualTo(200);
        page.keyboard().press("Escape");
        assertThat(page.getByText(token)).hasCount(0);

        office.button("Quitar acceso a Pantalla de la entrada").click();
        office.done("ya no tiene acceso");
        assertThat(office.row("Pantalla de la entrada")).containsText("Sin acceso");
        assertThat(page.locator("h1")).isVisible();
        page.waitForCondition(() -> read(token) == 401);
    }

    @Test
    void a_register_is_added_and_switched_off() {
        OfficePage office = new OfficePage(page).open("/manager#places", shop);
        office.button("Nueva caja").click();
        office.type("Código", "r3").send();
        assertThat(office.complaint("code")).isVisible();
        office.type("Código", "R3").done("La caja R3 está lista");
        office.button("Desactivar R3").click();
        assertThat(page.locator(".notice.good")).containsText("R3 quedó desactivada");
        assertThat(office.row("R3")).containsText("Inactivo");
    }

    private JsonNode person(String username) {
        return StreamSupport.stream(shop.get("/api/staff").path("items").spliterator(), false)
                .filter(each -> each.path("username").asString().equals(username)).findFirst()
                .orElseThrow();
    }

    /** What a screen with that token is answered. */
    private int read(String token) {
        return page.request().get("/api/coworking/seats",
                com.microsoft.playwright.options.RequestOptions.create()
                        .setHeader("Authorization", "Bearer " + token))
                .status();
    }
}
