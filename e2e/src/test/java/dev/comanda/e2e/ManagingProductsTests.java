package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Products and stock at /manager. */
class ManagingProductsTests extends InABrowser {

    private OfficePage office;

    @BeforeEach
    void openTheList() {
        office = new OfficePage(page).open("/manager#products", shop);
        assertThat(office.row("Latte")).isVisible();
    }

    @Test
    void a_product_is_created_changed_and_taken_off_the_list() {
        office.button("Nuevo producto").click();
        office.type("Código", "FLAT").type("Nombre", "Flat white").type("Categoría", "Café")
                .type("Precio", "62.50").type("IVA", "16").type("Existencia", "3")
                .done("Flat white quedó guardado");
        JsonNode created = product("FLAT");
        assertThat(created.path("price").asLong()).isEqualTo(6250);
        assertThat(created.path("stock").asLong()).isEqualTo(3);
        assertThat(office.row("Flat white")).containsText("Pocas");

        office.button("Flat white").click();
        assertThat(office.field("Código")).not().isEditable();
        office.type("Precio", "65").done("quedó guardado");
        assertThat(product("FLAT").path("price").asLong()).isEqualTo(6500);
        assertThat(product("FLAT").path("version").asInt()).isEqualTo(2);
        assertThat(office.row("Flat white")).containsText("$65.00");

        office.button("Flat white").click();
        office.field("Se vende").uncheck();
        office.done("quedó guardado");
        assertThat(office.row("Flat white")).hasCount(0);
        office.button("Retirados").click();
        assertThat(office.row("Flat white")).containsText("Inactivo");
    }

    @Test
    void what_is_wrong_stands_at_its_field_and_has_the_focus() {
        office.button("Nuevo producto").click();
        office.type("Precio", "mucho").send();
        assertThat(office.complaint("price")).containsText("Escribe un importe");
        assertThat(office.field("Precio")).isFocused();

        office.type("Precio", "10").type("Código", "LATTE").type("Nombre", "Otro")
                .type("Categoría", "Café").send();
        assertThat(office.complaint("sku")).containsText("Otro producto ya tiene este código");
        assertThat(office.field("Código")).isFocused();
        office.type("Código", "con espacio").send();
        assertThat(office.complaint("sku")).containsText("no se permiten");

        page.keyboard().press("Escape");
        assertThat(office.sheet()).isHidden();
        assertThat(office.button("Nuevo producto")).isFocused();
    }

    @Test
    void two_who_change_the_same_product_see_both_versions() {
        office.button("Latte").click();
        shop.reprice("LATTE", 5900);
        office.type("Nombre", "Latte grande").send();
        assertThat(office.sheet().getByRole(AriaRole.ALERT).first())
                .containsText("Alguien cambió este producto");
        assertThat(page.locator(".both tr")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Precio")))
                .containsText("59.00");

        office.sheet().getByText("Tomar lo suyo").click();
        assertThat(office.field("Precio")).hasValue("59.00");
        assertThat(office.field("Nombre")).hasValue("Latte");
        shop.reprice("LATTE", 6000);
        office.type("Nombre", "Latte grande").send();
        office.sheet().getByText("Guardar lo mío").click();

        assertThat(page.locator(".notice.good")).containsText("Latte grande");
        assertThat(product("LATTE").path("name").asString()).isEqualTo("Latte grande");
        assertThat(product("LATTE").path("price").asLong()).isEqualTo(5900);
    }

    @Test
    void stock_is_moved_with_a_reason() {
        office.button("Ajustar existencia de Latte").click();
        office.choose("Movimiento", "went").type("Piezas", "996");
        assertThat(office.sheet()).containsText("Quedarán 4");
        office.send();
        assertThat(office.complaint("reason")).isVisible();
        office.type("Motivo", "Merma").done("Latte: ahora hay 4");
        assertThat(product("LATTE").path("stock").asLong()).isEqualTo(4);

        office.button("Por agotarse (1)").click();
        assertThat(office.row("Latte")).containsText("Pocas");
        assertThat(page.locator(".list tbody tr")).hasCount(1);
        office.button("Ajustar existencia de Latte").click();
        office.choose("Movimiento", "went").type("Piezas", "5").type("Motivo", "Merma").send();
        assertThat(office.sheet().locator(".refusal")).containsText("LATTE");
        office.choose("Movimiento", "counted").type("Piezas", "40").done("ahora hay 40");
        assertThat(product("LATTE").path("stock").asLong()).isEqualTo(40);
    }

    @Test
    void all_of_it_works_without_a_mouse() {
        office.button("Nuevo producto").focus();
        page.keyboard().press("Enter");
        for (String text : new String[]{"CHAI", "Chai", "Té", "58"}) {
            page.keyboard().type(text);
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");

        assertThat(page.locator(".notice.good")).containsText("Chai quedó guardado");
        assertThat(product("CHAI").path("price").asLong()).isEqualTo(5800);
        assertThat(office.button("Nuevo producto")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().type("chai");
        assertThat(page.locator(".list tbody tr")).hasCount(1);
    }

    @Test
    void a_catalogue_of_thousands_is_searched() {
        shop.manyProducts(1500);
        page.reload();
        page.getByLabel("Buscar producto").fill("SKU-1477");

        assertThat(page.locator(".list tbody tr")).hasCount(1);
        assertThat(office.row("Producto 1477")).isVisible();
    }

    @Test
    void a_cashier_is_told_that_the_page_is_for_others() {
        shop.staff("beto", "cashier", "un vaso de agua fria");
        Page other = newPage(newBrowser());
        new OfficePage(other).open("/manager", shop, "beto", "un vaso de agua fria");

        assertThat(other.locator("main")).containsText("no es para tu rol (Caja)");
        other.context().close();
    }

    private JsonNode product(String sku) {
        return shop.get("/api/products?includeInactive=true&q=" + sku).path("products").get(0);
    }
}
