package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A guest's time is paid by a pass first, the rest by money. */
class PayingWithAPassTests extends InABrowser {

    private RoomPage room;

    @BeforeEach
    void standAtTheCounter() {
        shop.room();
    }

    private void charge(String guest, int minutes) {
        shop.cameAgo(shop.seat("M4", guest), minutes);
        room = new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD, shop.code());
        room.touch("M4").button("Cobrar").click();
    }

    @Test
    void the_guests_own_pass_is_proposed_and_what_it_does_not_cover_is_paid() {
        JsonNode bought = shop.pass("ANA", 60);
        JsonNode others = shop.pass("Anabel", 60);
        charge("Ana", 80);

        assertThat(room.payButton()).hasText("Pagar $87.00");
        assertThat(passes()).hasCount(1);
        assertThat(passes()).containsText("quedan 1 h");
        passes().click();
        assertThat(room.payButton()).hasText("Pagar $58.00");
        assertThat(page.locator(".part.drawn")).containsText("Bono de 60 min");
        assertThat(page.locator(".part.drawn")).containsText("paga 1 h");
        assertThat(passes()).hasAttribute("aria-pressed", "true");
        room.payButton().click();
        room.receiptNumber();

        assertThat(shop.left(bought)).isZero();
        assertThat(shop.left(others)).isEqualTo(60);
        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(5800);
    }

    @Test
    void a_pass_that_is_not_wanted_after_all_stays_whole() {
        JsonNode bought = shop.pass("Ana", 600);
        charge("Ana", 80);
        passes().click();
        assertThat(room.payButton()).hasText("Pagar $0.00");
        passes().click();
        assertThat(room.payButton()).hasText("Pagar $87.00");
        room.payButton().click();
        room.receiptNumber();

        assertThat(shop.left(bought)).isEqualTo(600);
    }

    @Test
    void another_pass_is_found_by_its_receipt_and_pays_all_without_a_mouse() {
        JsonNode bought = shop.pass("Estudio Norte", 600);
        charge("Beto", 10);
        assertThat(room.payButton()).hasText("Pagar $58.00");
        assertThat(passes()).hasCount(0);
        page.getByLabel("Nombre o recibo de un bono").focus();
        page.keyboard().type("nadie");
        page.keyboard().press("Enter");
        assertThat(page.locator(".prepaid")).containsText("No hay un bono utilizable para «nadie»");
        page.getByLabel("Nombre o recibo de un bono").fill(bought.path("receiptNumber").asString());
        page.keyboard().press("Enter");
        assertThat(passes()).containsText("Estudio Norte");
        passes().focus();
        page.keyboard().press("Space");
        assertThat(room.payButton()).hasText("Pagar $0.00");
        page.keyboard().press("Tab");
        assertThat(passes()).not().isFocused();
        room.payButton().focus();
        page.keyboard().press("Enter");
        room.receiptNumber();

        int minutes = shop.orders().getFirst().at("/charge/minutes").asInt();
        assertThat(minutes).isGreaterThanOrEqualTo(10);
        assertThat(shop.left(bought)).isEqualTo(600 - minutes);
        assertThat(room.button("Nueva venta")).isFocused();
    }

    @Test
    void a_pass_that_somebody_else_used_up_meanwhile_is_told_and_not_used() {
        JsonNode bought = shop.pass("Ana", 600);
        String id = bought.path("id").asString() + ".1.1";
        charge("Ana", 80);
        passes().click();
        assertThat(room.payButton()).hasText("Pagar $0.00");
        shop.post("/api/coworking/passes/" + id + "/uses", java.util.Map.of("amount", 600));
        room.payButton().click();

        assertThat(room.notice()).isVisible();
        assertThat(shop.orders()).hasSize(1);
        passes().click();
        assertThat(room.payButton()).hasText("Pagar $87.00");
    }

    private Locator passes() {
        return page.locator(".prepaid .pass");
    }
}
