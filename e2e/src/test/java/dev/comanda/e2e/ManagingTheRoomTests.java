package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tariffs, seats and passes at /manager. */
class ManagingTheRoomTests extends InABrowser {

    private static final Locator.GetByLabelOptions EXACT = new Locator.GetByLabelOptions()
            .setExact(true);

    @Test
    void a_tariff_is_tried_before_it_holds_and_then_kept() {
        OfficePage office = tariffs();
        office.button("Nueva tarifa").click();
        office.type("Nombre", "Por hora").type("Código", "hora");
        blocks(office, "58", "29");
        office.type("Estancia", "66");
        office.button("Probar").click();
        assertThat(page.locator("[data-test=trial]")).hasText("$87.00");
        assertThat(office.sheet().locator(".parts")).containsText("Bloques siguientes");
        assertThat(shop.get("/api/coworking/tariffs").toString()).doesNotContain("\"hora\"");

        office.done("Por hora quedó guardada, versión 1");
        assertThat(office.row("Por hora").first()).containsText("$58.00 los primeros 60 min");
        JsonNode rules = versions("hora").get(0).path("rules");
        assertThat(rules.at("/rate/blocks/later/amount").asLong()).isEqualTo(2900);
        assertThat(rules.path("graceMinutes").asInt()).isEqualTo(5);
    }

    @Test
    void what_has_not_come_yet_is_not_said_to_be_nothing() {
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/api/coworking/seats", held::add);
        new OfficePage(page).open("/manager#seats", shop);
        assertThat(page.getByText("Ninguna visita se marca")).isVisible();
        assertThat(page.getByText("Cargando")).isVisible();
        held.forEach(Route::resume);
        assertThat(page.getByText("Nada todavía")).isVisible();
    }

    @Test
    void a_new_version_is_planned_and_the_old_one_holds_until_then() {
        shop.post("/api/coworking/tariffs", Map.of("rules", hourly()));
        OfficePage office = tariffs();
        office.button("Versiones de Por hora").click();
        assertThat(page.locator("#versions")).isFocused();
        office.button("Nueva versión").click();
        assertThat(office.field("Código")).not().isEditable();
        office.sheet().getByLabel("Cuesta").first().fill("60");
        office.type("Vale desde", "2049-02-01T09:00").done("versión 2");

        assertThat(versions("hora").get(0).path("validFrom").asString())
                .isEqualTo("2049-02-01T15:00:00Z");
        assertThat(page.locator(".versions .list tbody tr")).containsText(
                new String[]{"Programada", "Vigente"});
        assertThat(page.locator("main > .scroll tbody tr")).containsText(
                new String[]{"Vigente", "Programada"});

        office.button("Dejar de ofrecer").click();
        office.done("Por hora ya no se ofrece");
        assertThat(page.locator("main > .scroll tbody tr").last()).containsText("Retirada");
        assertThat(versions("hora").get(0).path("active").asBoolean()).isFalse();
    }

    @Test
    void rules_that_cannot_hold_are_refused_at_their_fields() {
        OfficePage office = tariffs();
        office.button("Nueva tarifa").click();
        office.type("Nombre", "Por hora").type("Código", "Hora");
        blocks(office, "58", "29");
        office.type("Tolerancia", "90").send();
        assertThat(office.complaint("code")).isVisible();
        office.type("Código", "hora").send();
        assertThat(office.complaint("graceMinutes")).isVisible();
        assertThat(office.field("Tolerancia")).isFocused();
    }

    @Test
    void hours_with_another_price_are_set_tried_and_taken_away() {
        OfficePage office = tariffs();
        office.button("Nueva tarifa").click();
        office.type("Nombre", "Por hora").type("Código", "hora");
        blocks(office, "58", "29");
        office.button("Añadir horas").click();
        Locator happy = window(1);
        assertThat(happy.getByLabel("Primer bloque")).hasValue("58");
        happy.getByRole(AriaRole.BUTTON).getByText("vie").click();
        happy.getByLabel("De", EXACT).fill("16:00");
        happy.getByLabel("A", EXACT).fill("15:00");
        happy.getByLabel("Primer bloque").fill("40");
        happy.getByLabel("Bloques siguientes").fill("20");
        office.send();
        assertThat(happy.locator(".wrong")).isVisible();
        assertThat(happy.getByLabel("A", EXACT)).isFocused();
        happy.getByLabel("A", EXACT).fill("20:00");
        office.button("Añadir horas").click();
        window(2).getByRole(AriaRole.BUTTON).getByText("Quitar estas horas").click();
        assertThat(window(2)).hasCount(0);
        assertThat(office.button("Añadir horas")).isFocused();
        office.done("Por hora quedó guardada");

        JsonNode rules = versions("hora").get(0).path("rules");
        assertThat(rules.path("windows")).hasSize(1);
        assertThat(rules.at("/windows/0/days").toString())
                .isEqualTo("[\"friday\",\"saturday\",\"sunday\"]");
        assertThat(rules.at("/windows/0/rate/blocks/later").toString())
                .isEqualTo("{\"minutes\":30,\"amount\":2000,\"prorated\":false}");

        office.button("Versiones de Por hora").click();
        office.button("Nueva versión").click();
        assertThat(window(1).getByLabel("De", EXACT)).hasValue("16:00");
        assertThat(window(1).getByLabel("Primer bloque")).hasValue("40.00");
        assertThat(window(1).locator("[aria-pressed=true]")).hasCount(3);
        office.done("versión 2");
        assertThat(versions("hora").get(0).path("rules").path("windows"))
                .isEqualTo(rules.path("windows"));
    }

    private Locator window(int number) {
        return page.getByLabel("Horas " + number, new Page.GetByLabelOptions().setExact(true));
    }

    @Test
    void packages_are_as_many_as_wanted() {
        OfficePage office = tariffs();
        office.button("Nueva tarifa").click();
        office.type("Nombre", "Paquetes").type("Código", "paquetes")
                .choose("Cómo se cobra", "passes");
        office.button("Añadir").click();
        String[][] packages = {{"1 h", "60", "50"}, {"3 h", "180", "120"}};
        for (int i = 0; i < packages.length; i++) {
            office.sheet().getByLabel("Nombre en el ticket").nth(i).fill(packages[i][0]);
            office.sheet().getByLabel("Dura").nth(i).fill(packages[i][1]);
            office.sheet().getByLabel("Cuesta").nth(i).fill(packages[i][2]);
        }
        office.type("Estancia", "170");
        office.button("Probar").click();
        assertThat(page.locator("[data-test=trial]")).hasText("$120.00");
        office.done("Paquetes quedó guardada");
        assertThat(versions("paquetes").at("/0/rules/rate/passes/passes")).hasSize(2);
    }

    @Test
    void seats_and_passes_are_kept() {
        OfficePage office = new OfficePage(page).open("/manager#seats", shop);
        office.button("Nuevo lugar").click();
        office.type("Código", "M4").type("Nombre", "Mesa 4").choose("Tipo", "table")
                .type("Personas", "x").send();
        assertThat(office.complaint("capacity")).containsText("número entero");
        office.type("Personas", "4").done("El lugar M4 quedó guardado");
        office.button("M4").click();
        office.field("Se puede usar").uncheck();
        office.done("M4");
        assertThat(shop.get("/api/coworking/seats").at("/items/0/active").asBoolean()).isFalse();

        shop.product("BONO10", "Bono de 10 horas", "Bonos", 40000, 100);
        office.section("Bonos");
        office.button("Nuevo bono").click();
        office.type("Código", "NADA").type("Contiene", "600").type("Vale durante", "30").send();
        assertThat(office.complaint("sku")).containsText("ningún producto");
        office.type("Código", "BONO10").done("Bono guardado");
        assertThat(office.row("BONO10")).containsText("600 minutos");
    }

    @Test
    void passes_that_were_sold_are_seen_with_what_is_left() {
        String id = shop.pass("Ana", 600).path("id").asString() + ".1.1";
        JsonNode other = shop.pass("Beto", 600);
        shop.post("/api/coworking/passes/" + id + "/uses", Map.of("amount", 510));
        OfficePage office = new OfficePage(page).open("/manager#passes", shop);

        assertThat(office.row("Ana")).containsText("1 h 30");
        assertThat(office.row("Ana")).containsText("Vigente");
        page.getByLabel("Titular o recibo").fill(other.path("receiptNumber").asString());
        page.keyboard().press("Enter");
        assertThat(office.row("Ana")).hasCount(0);
        assertThat(office.row("Beto")).containsText("10 h");
    }

    private OfficePage tariffs() {
        return new OfficePage(page).open("/manager#tariffs", shop);
    }

    private static void blocks(OfficePage office, String first, String later) {
        office.sheet().getByLabel("Cuesta").nth(0).fill(first);
        office.sheet().getByLabel("Cuesta").nth(1).fill(later);
    }

    private JsonNode versions(String code) {
        return shop.get("/api/coworking/tariffs/" + code + "/versions").path("items");
    }

    private static Map<String, Object> hourly() {
        return Map.of("code", "hora", "name", "Por hora", "taxRateBp", 1600, "perPerson", true,
                "graceMinutes", 5, "windows", List.of(), "rate", Map.of("blocks", Map.of(
                        "first", Map.of("minutes", 60, "amount", 5800),
                        "later", Map.of("minutes", 30, "amount", 2900))));
    }
}
