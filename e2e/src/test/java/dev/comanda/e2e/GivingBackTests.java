package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Money goes back for a part of a sale: once, whatever the network does. */
class GivingBackTests extends InABrowser {

    private static final JsonMapper JSON = new JsonMapper();

    private Proxy network;
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private CounterPage counter;

    /** Three lattes and two croissants, ten off, and a tip: 165 + 84 − 10 + 30. */
    @BeforeEach
    void sell() {
        shop.post("/api/orders", JSON.readTree("""
            {"register": "R1", "lines": [{"sku": "LATTE", "quantity": 3},
              {"sku": "CROISSANT", "quantity": 2}], "discount": {"amount": 1000},
             "tip": {"amount": 3000}, "tenders": [{"method": "card", "amount": 15000},
              {"method": "cash"}]}"""), UUID.randomUUID().toString());
        network = new Proxy(Server.shared());
        network.faults(call -> call.path().endsWith("/refunds")
                || call.path().contains("/by-key") ? fault.get() : Fault.NONE);
        counter = new CounterPage(page).open(network.uri() + "/")
                .signIn("admin", Server.PASSWORD, shop.code());
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void pieces_go_back_and_the_receipt_says_so() {
        refund();
        assertThat(amount()).hasText("$0.00");
        more("Latte", 2);
        more("Croissant de mantequilla", 1);
        sheet().getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions()
                .setName("Qué pasa con Latte")).getByText("Se desecha").click();
        // 2 of 3 lattes of 158.37, and of two croissants of 80.63 the dearer one
        assertThat(amount()).hasText("$145.90");
        sheet().getByLabel("Motivo").fill("se enfriaron");
        confirm();

        assertThat(counter.notice()).containsText("Se devolvieron $145.90 de R1-000001");
        assertThat(refunded().path("total").asLong()).isEqualTo(14_590);
        assertThat(refunded().path("reason").asString()).isEqualTo("se enfriaron");
        assertThat(stock("LATTE")).isEqualTo(997);
        assertThat(stock("CROISSANT")).isEqualTo(999);
        counter.button("Imprimir").click();
        Locator paper = page.locator("#paper");
        assertThat(paper).containsText("Devolución");
        assertThat(paper).containsText("De la venta R1-000001");
        assertThat(paper).containsText("Motivo: se enfriaron");
        assertThat(paper).not().containsText("Copia");
        assertThat(page.locator(".list")).containsText("devuelto $145.90");
        assertThat(page.locator(".detail .sums").first()).containsText("Devuelto−145.90");
        assertThat(page.getByText("Anular esta venta")).hasCount(0);
    }

    @Test
    void all_of_it_in_parts_is_what_was_paid_and_then_nothing_is_left() {
        give(1, 0, false);
        give(1, 1, false);
        give(1, 1, true);

        assertThat(page.locator(".list")).containsText("devuelto $269.00");
        assertThat(page.locator("#refund")).hasCount(0);
        assertThat(shop.orders().getFirst().path("refunded").asLong()).isEqualTo(26_900);
    }

    @Test
    void what_is_wrong_is_said_in_the_sheet_and_the_method_can_be_chosen() {
        refund();
        confirm();
        assertThat(sheet()).containsText("Elige qué se devuelve");
        more("Latte", 3);
        confirm();
        assertThat(sheet()).containsText("Escribe por qué");
        sheet().getByLabel("Motivo").fill("equivocado");
        sheet().getByLabel("Se devuelve en").selectOption("card");
        confirm();
        assertThat(sheet().getByRole(AriaRole.ALERT)).containsText("ya no se puede devolver tanto");

        more("Latte", -1);
        confirm();
        assertThat(counter.notice()).containsText("Se devolvieron $105.58");
        assertThat(refunded().path("tenders").toString()).contains("card").doesNotContain("cash");
    }

    @Test
    void a_cashier_needs_a_managers_pin() {
        shop.staff("beto", "cashier", "un vaso de agua fria");
        shop.pin("eva", "manager", "271828");
        counter.button("admin").click();
        counter.button("Salir").click();
        page.getByLabel("Usuario").fill("beto");
        page.getByLabel("Contraseña").fill("un vaso de agua fria");
        counter.enter();
        wish();
        sheet().getByLabel("Usuario de quien autoriza").fill("eva");
        pin().fill("111111");
        confirm();
        assertThat(sheet().getByRole(AriaRole.ALERT)).not().isEmpty();
        assertThat(shop.orders().getFirst().has("refunds")).isFalse();

        pin().fill("271828");
        confirm();
        assertThat(counter.notice()).containsText("Se devolvieron $52.79");
        assertThat(refunded().path("approvedBy")).isNotEqualTo(refunded().path("refundedBy"));
    }

    @Test
    void nobody_knows_for_a_while_and_then_it_was_done_once() {
        fault.set(Fault.DROP_ANSWER);
        wish();
        confirm();
        assertThat(counter.notice()).containsText("¿Se devolvió R1-000001? Aún no se sabe");
        assertThat(page.locator("#refund")).hasCount(0);
        assertThat(page.getByText("Anular esta venta")).hasCount(0);
        assertThat(counter.button("Comprobar ahora")).isVisible();

        fault.set(Fault.NONE);
        counter.pressIfThere("Comprobar ahora");
        assertThat(counter.notice()).containsText("Se devolvieron $52.79 de R1-000001");
        assertThat(shop.orders().getFirst().path("refunds")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_ANSWER", "CUT_CALL", "LATE"})
    void a_tab_that_was_killed_says_what_became_of_it(Fault broken) {
        fault.set(broken);
        wish();
        confirm();
        page.waitForCondition(() -> network.calls().stream().anyMatch(
                call -> call.path().endsWith("/refunds")));
        page.close();
        network.faults(call -> call.path().endsWith("/refunds") ? broken : Fault.NONE);
        page = newPage(browser);
        if (broken == Fault.DROP_ANSWER) {
            page.waitForCondition(() -> shop.orders().getFirst().has("refunds"));
        }
        counter = new CounterPage(page).open(network.uri() + "/");

        assertThat(counter.notice()).containsText(switch (broken) {
            case DROP_ANSWER -> "de R1-000001 sí quedó registrada";
            case CUT_CALL -> "no se devolvió nada";
            default -> "devol"; // it may have arrived by now, or not yet
        });
        network.mend();
        if (counter.notice().textContent().contains("no se devolvió nada")) {
            wish();
            confirm();
            assertThat(counter.notice()).containsText("Se devolvieron $52.79");
        }
        network.drain();
        assertThat(shop.orders().getFirst().path("refunds")).hasSize(1);
    }

    @Test
    void pressed_ten_times_it_is_given_once() {
        wish();
        button().evaluate("button => { for (let i = 0; i < 10; i++) button.click(); }");
        assertThat(counter.notice()).containsText("Se devolvieron");
        assertThat(sheet()).hasCount(0);
        assertThat(network.calls().stream().filter(call -> call.path().endsWith("/refunds")))
                .hasSize(1);
        assertThat(shop.orders().getFirst().path("refunds")).hasSize(1);
    }

    /** One latte, of 52.79. */
    private void wish() {
        refund();
        more("Latte", 1);
        sheet().getByLabel("Motivo").fill("frío");
    }

    private void give(int lattes, int croissants, boolean tip) {
        refund();
        more("Latte", lattes);
        more("Croissant de mantequilla", croissants);
        if (tip) {
            sheet().getByLabel("Devolver la propina").check();
        }
        sheet().getByLabel("Motivo").fill("no lo quiso");
        String shown = amount().textContent();
        confirm();
        assertThat(counter.notice()).containsText("Se devolvieron " + shown);
    }

    /** Opens the sheet for the first sale of the day. */
    private void refund() {
        counter.button("Ventas").click();
        counter.button("R1-000001").click();
        page.locator("#refund").click();
        assertThat(sheet()).isVisible();
    }

    private void confirm() {
        button().click();
    }

    private Locator button() {
        return sheet().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions()
                .setName("Devolver").setExact(true));
    }

    private Locator pin() {
        return sheet().getByLabel("PIN", new Locator.GetByLabelOptions().setExact(true));
    }

    private void more(String product, int pieces) {
        Locator stepper = sheet().getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions()
                .setName("Cantidad de " + product));
        for (int i = 0; i < Math.abs(pieces); i++) {
            stepper.getByLabel(pieces > 0 ? "Uno más" : "Uno menos").click();
        }
    }

    private Locator amount() {
        return sheet().locator(".total output");
    }

    private Locator sheet() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private long stock(String sku) {
        return shop.get("/api/products?q=" + sku).path("products").path(0).path("stock").asLong();
    }

    private JsonNode refunded() {
        return shop.orders().getFirst().path("refunds").path(0);
    }
}
