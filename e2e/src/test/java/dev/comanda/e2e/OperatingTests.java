package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The server's fare at /status, for whoever operates it. */
class OperatingTests extends InABrowser {

    @Test
    void an_operator_sees_how_the_server_fares() {
        shop.staff("olga", "operator", "un vaso de agua fria");
        shop.sell("LATTE", 1);
        new OfficePage(page).open("/status", shop, "olga", "un vaso de agua fria");

        assertThat(page.locator(".word")).containsText("Todo bien");
        assertThat(card("Disponibilidad")).containsText("Base de datos");
        assertThat(card("Última hora")).containsText("1 venta");
        assertThat(card("Versión")).containsText("0.1.0");
        assertThat(card("Cambios en camino")).containsText("Retraso de esta instancia");
        assertThat(card("Pantallas")).containsText("Sala");
        assertThat(card("Último despliegue")).containsText("Ninguno registrado");
    }

    @Test
    @ResourceLock("books")
    void the_books_are_examined_when_asked() throws SQLException {
        OfficePage office = new OfficePage(page).open("/status", shop);
        office.button("Revisar ahora").click();
        assertThat(page.locator(".notice.good")).containsText("Los libros cuadran");
        assertThat(card("Libros")).containsText("Cuadran");
        assertThat(office.button("Revisar ahora")).isFocused();

        stock("stock + 1");
        try {
            office.button("Revisar ahora").click();
            assertThat(page.locator(".notice.bad")).containsText("Se encontró 1 problema");
            assertThat(card("Libros").locator(".findings li")).hasCount(1);
        } finally {
            stock("stock - 1");
        }
    }

    @Test
    void sales_and_their_latency_become_plots_as_they_happen() {
        page.clock().install();
        new OfficePage(page).open("/status", shop);
        assertThat(page.locator(".word")).containsText("Todo bien");
        shop.sell("LATTE", 1);
        look();

        assertThat(plot("Ventas por minuto").getByRole(AriaRole.IMG)).hasAttribute("aria-label",
                Pattern.compile(".*minuto: [\\d.]+"));
        plot("Ventas por minuto").getByText("Ver como tabla").click();
        assertThat(measured("Ventas por minuto", 2, "[1-9]")).isVisible();
        assertThat(plot("Tiempo de respuesta").getByRole(AriaRole.IMG)).hasAttribute("aria-label",
                Pattern.compile(".*Media: .+, 95 % en a lo más: .+"));
        plot("Tiempo de respuesta").getByText("Ver como tabla").click();
        assertThat(measured("Tiempo de respuesta", 2, "\\d ms")).isVisible();
        assertThat(measured("Tiempo de respuesta", 3, "\\d ms")).isVisible();
    }

    @Test
    void a_server_that_does_not_answer_is_no_good_news() {
        page.clock().install();
        new OfficePage(page).open("/status", shop);
        assertThat(page.locator(".word")).containsText("Todo bien");

        page.route("**/ready", route -> route.abort());
        page.clock().runFor(6_000);
        assertThat(page.locator(".word")).containsText("Sin respuesta");
        assertThat(card("Versión")).containsText("0.1.0");

        page.unroute("**/ready");
        page.clock().runFor(6_000);
        assertThat(page.locator(".word")).containsText("Todo bien");
    }

    private void look() {
        page.waitForResponse("**/metrics", () -> page.clock().runFor(6_000));
    }

    private Locator card(String title) {
        return page.locator(".card").filter(new Locator.FilterOptions().setHas(page.getByRole(
                AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(title))));
    }

    private Locator plot(String title) {
        return page.locator(".plot").filter(new Locator.FilterOptions().setHasText(title));
    }

    /** What was measured, whenever it was, as it stands in a column of the plot's table. */
    private Locator measured(String title, int column, String values) {
        return plot(title).locator("tbody td:nth-child(" + column + ")").filter(
                new Locator.FilterOptions().setHasText(Pattern.compile(values))).first();
    }

    private void stock(String expression) throws SQLException {
        try (Connection connection = Server.shared().connect();
                Statement sql = connection.createStatement()) {
            sql.execute("UPDATE products SET stock = " + expression + " WHERE sku = 'LATTE' AND"
                    + " location_id = (SELECT id FROM locations WHERE code = '" + shop.code()
                    + "')");
        }
    }
}
