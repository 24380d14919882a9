package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sales by hour and the audit book at /manager. */
class ReadingTheBooksTests extends InABrowser {

    private static final Pattern EVERY_CHANGE = Pattern.compile("/api/audit\\?limit=50$");

    @Test
    void sales_by_hour_are_a_plot_and_a_table() {
        shop.sell("LATTE", 2);
        shop.sell("ESPRESSO", 1);
        OfficePage office = new OfficePage(page).open("/manager", shop);
        assertThat(office.heading()).hasText("Ventas por hora");

        assertThat(page.locator(".figures")).containsText("$148.00");
        assertThat(page.locator(".figures")).containsText("$74.00");
        assertThat(page.getByRole(AriaRole.IMG).last()).hasAttribute("aria-label",
                Pattern.compile("Vendido en cada hora\\. \\d\\d:00: \\$148\\.00"));
        page.getByText("Ver como tabla").click();
        assertThat(office.row("$148.00")).containsText("2");
        assertThat(page.locator(".plot tbody tr")).hasCount(24);

        page.getByLabel("Día").fill("2026-01-15");
        assertThat(page.getByText("Este día no se vendió nada")).isVisible();
    }

    @Test
    void the_audit_book_says_who_changed_what_from_what_to_what() throws IOException {
        shop.reprice("LATTE", 5900);
        shop.staff("beto", "cashier", "un vaso de agua fria");
        OfficePage office = new OfficePage(page).open("/manager#audit", shop);
        page.getByLabel("Qué").selectOption("products");
        office.row("Cambio · producto").getByText("Latte").click();
        assertThat(office.row("Cambio · producto").locator("del")).containsText(
                new String[]{"$55.00"});
        assertThat(office.row("Cambio · producto").locator("ins")).containsText(
                new String[]{"$59.00"});

        page.getByLabel("Qué").selectOption("staff");
        assertThat(office.row("beto").first()).containsText("Alta · persona");
        assertThat(office.row("Latte")).hasCount(0);
        page.getByLabel("Hasta").fill("2026-01-15");
        assertThat(page.getByText("Nada en estas fechas")).isVisible();
        page.getByLabel("Hasta").fill("");

        Download file = page.waitForDownload(() -> office.button("Descargar CSV").click());
        assertThat(file.suggestedFilename()).startsWith("comanda-audit-20");
        assertThat(Files.readString(file.path())).startsWith("\ufeffat,staffId").contains("beto")
                .doesNotContain("LATTE");
    }

    @Test
    void a_list_shows_what_was_asked_for_last_whichever_answer_comes_first() {
        shop.reprice("LATTE", 5900);
        shop.staff("beto", "cashier", "un vaso de agua fria");
        OfficePage office = new OfficePage(page).open("/manager#products", shop);
        assertThat(office.row("Latte")).isVisible();
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route(EVERY_CHANGE, held::add);
        office.section("Auditoría");
        page.waitForCondition(() -> held.size() == 1);
        page.getByLabel("Qué").selectOption("products");
        assertThat(office.row("Cambio · producto")).hasCount(1);
        answer(held.getFirst());

        assertThat(office.row("Cambio · producto")).hasCount(1);
        assertThat(office.row("beto")).hasCount(0);
    }

    @Test
    void everything_is_said_in_english_when_asked() {
        OfficePage office = new OfficePage(page).open("/manager#products", shop);
        office.button("English").click();
        assertThat(office.heading()).hasText("Products");
        office.button("New product").click();
        office.type("Code", "LATTE").type("Name", "Other").type("Category", "Tea")
                .type("Price", "10").send();
        assertThat(office.complaint("sku")).containsText("Another product already has this code");
        page.keyboard().press("Escape");
        office.section("Audit");
        page.navigate("/status");
        assertThat(page.locator(".word")).containsText("All is well");
    }

    @Test
    void while_the_server_does_not_answer_it_says_so_and_offers_to_try_again() {
        OfficePage office = new OfficePage(page).open("/manager#products", shop);
        page.route("**/api/staff", route -> route.abort());
        office.section("Personal");
        assertThat(page.locator(".notice.bad")).containsText("no responde");

        page.unroute("**/api/staff");
        office.button("Reintentar").click();
        assertThat(office.row("admin").first()).isVisible();
        assertThat(page.locator(".notice")).hasCount(0);
    }
}
