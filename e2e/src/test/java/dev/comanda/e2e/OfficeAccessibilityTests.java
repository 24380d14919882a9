package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe-core finds at /manager and /status, and what a finger hits. */
class OfficeAccessibilityTests extends InABrowser {

    private static final List<String> SECTIONS = List.of("Ventas por hora", "Productos",
            "Personal", "Cajas y pantallas", "Tarifas", "Lugares", "Bonos", "Auditoría");

    private static final String WIDER_THAN_ITS_PLACE = """
        ['html', '.section', '.filters', '.figures'].filter(place =>
            [...document.querySelectorAll(place)].some(it => it.scrollWidth > it.clientWidth))
        """;

    @Test
    void the_managers_page_has_no_serious_finding() {
        shop.sell("LATTE", 997);
        OfficePage office = new OfficePage(page).open("/manager", shop);
        for (String section : SECTIONS) {
            office.section(section);
            page.waitForFunction("() => !document.body.innerText.includes('Cargando')");
            check(section);
        }
        page.locator("details").first().locator("summary").click();
        check("an entry of the audit book");
        office.section("Productos").button("Latte").click();
        office.type("Precio", "mucho").send();
        assertThat(office.complaint("price")).isVisible();
        check("a product with a mistake");
        page.keyboard().press("Escape");
        office.section("Lugares").button("Olvidos y cierre").click();
        check("when a session is forgotten");
        page.keyboard().press("Escape");
        office.section("Tarifas").button("Nueva tarifa").click();
        office.type("Nombre", "Por hora").type("Código", "hora");
        office.sheet().getByLabel("Cuesta").nth(0).fill("58");
        office.sheet().getByLabel("Cuesta").nth(1).fill("29");
        office.button("Añadir horas").click();
        office.button("Probar").click();
        assertThat(page.locator("[data-test=trial]")).isVisible();
        check("a tariff on trial");
    }

    @Test
    @ResourceLock(value = "books", mode = ResourceAccessMode.READ)
    void the_status_page_has_no_serious_finding() {
        page.clock().install();
        OfficePage office = new OfficePage(page).open("/status", shop);
        assertThat(page.locator(".word")).containsText("Todo bien");
        page.clock().runFor(6_000);
        assertThat(page.locator(".plot")).hasCount(2);
        office.button("Revisar ahora").click();
        assertThat(page.locator(".notice.good")).isVisible();
        check("status");
    }

    @ParameterizedTest
    @CsvSource({"390, 100%", "390, 200%", "1280, 200%"})
    void on_a_phone_and_in_large_letters_nothing_is_cut_off(int width, String letters) {
        page.setViewportSize(width, 800);
        OfficePage office = new OfficePage(page).open("/manager", shop);
        page.evaluate("size => document.documentElement.style.fontSize = size", letters);
        for (String section : SECTIONS) {
            office.section(section);
            page.waitForFunction("() => !document.body.innerText.includes('Cargando')");
            assertThat((List<?>) page.evaluate(WIDER_THAN_ITS_PLACE)).as(section).isEmpty();
        }
    }

    private void check(String state) {
        Axe.findsNothingSerious(page, state);
        paint(ColorScheme.DARK);
        Axe.findsNothingPale(page, state + " in the dark");
        paint(ColorScheme.LIGHT);
        Axe.findsNothingSmall(page, state);
    }

    private void paint(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }
}
