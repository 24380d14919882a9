package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.LocalDateTime;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sessions that nobody ended, and figures that were entered wrongly. */
class ForgettingASessionTests extends InABrowser {

    private static final Pattern FORGOTTEN = Pattern.compile(".*forgotten.*");

    @BeforeEach
    void furnish() {
        shop.room();
    }

    private RoomPage stand(String username, String password) {
        return new RoomPage(page).open("/coworking").signIn(username, password, shop.code());
    }

    @Test
    void the_manager_says_when_a_session_is_forgotten_and_when_the_room_closes() {
        OfficePage office = new OfficePage(page).open("/manager#seats", shop);
        assertThat(page.getByText("Ninguna visita se marca")).isVisible();
        office.button("Olvidos y cierre").click();
        office.type("Olvidada después de", "pronto").type("lunes", "25:00").send();
        assertThat(office.complaint("alertAfterMinutes")).containsText("número entero");
        office.type("Olvidada después de", "480").send();
        assertThat(office.complaint("closing.monday")).isVisible();
        assertThat(office.field("lunes")).isFocused();
        office.type("lunes", "22:00");
        office.button("Todos los días como el primero").click();
        office.type("domingo", "").done("Guardado");

        JsonNode settings = shop.get("/api/coworking/settings");
        assertThat(settings.path("alertAfterMinutes").asInt()).isEqualTo(480);
        assertThat(settings.path("closing").path("saturday").asString()).isEqualTo("22:00");
        assertThat(settings.path("closing").has("sunday")).isFalse();
        assertThat(page.locator("main .hint")).containsText("lleva 8 h");
        assertThat(page.locator("main .hint")).containsText("sáb 22:00");
    }

    @Test
    void who_left_unseen_is_shown_on_the_seat_and_ended_when_they_left() {
        String session = shop.seat("M4", "Ana");
        RoomPage room = stand("admin", Server.PASSWORD);
        assertThat(room.seat("M4")).not().hasClass(FORGOTTEN);
        shop.cameAgo(session, 600);
        shop.put("/api/coworking/settings", "{\"alertAfterMinutes\":480,\"closing\":{}}");
        shop.sql("SELECT flagged FROM watch_room()"); // what the server does every 15 s
        shop.extra(session, "LATTE"); // and whatever is next tells the sequencer

        assertThat(room.seat("M4")).hasClass(FORGOTTEN);
        assertThat(room.seat("M4")).containsText("¿Olvidada?");
        room.button("1 olvidada").click();
        assertThat(room.guest()).containsText(Pattern.compile(
                "Lleva 10 h( 0\\d)?\\. ¿Sigue alguien ahí\\?"));
        room.button("Ya se fue…").click();
        assertThat(page.getByLabel("Salió")).isFocused();
        page.getByLabel("Salió").fill(LocalDateTime.parse(page.getByLabel("Llegó").inputValue())
                .plusMinutes(1).toString());
        page.getByLabel("Motivo").fill("se fue sin avisar");
        page.keyboard().press("Enter");

        assertThat(room.notice()).containsText("Quedó corregida la visita de Ana");
        assertThat(room.total()).hasText("$113.00");
        assertThat(room.button("Cobrar")).isFocused();
        assertThat(room.guest().locator(".correction")).containsText("se fue sin avisar");
        page.keyboard().press("Enter");
        assertThat(room.payButton()).hasText("Pagar $113.00");
    }

    @Test
    void a_corrected_amount_keeps_the_old_one_in_sight_and_a_cashier_needs_approval() {
        shop.staff("beto", "cashier", "un vaso de agua fria");
        shop.pin("eva", "manager", "271828");
        shop.cameAgo(shop.seat("M4", "Ana"), 80);
        RoomPage room = stand("beto", "un vaso de agua fria").touch("M4");
        room.button("Corregir").click();
        assertThat(page.getByLabel("Llegó")).isFocused();
        page.getByLabel("Importe del tiempo").fill("29");
        page.getByLabel("Motivo").fill("se fue la luz");
        page.getByLabel("Usuario de quien autoriza").fill("eva");
        page.getByLabel("PIN").fill("271829");
        page.keyboard().press("Enter");
        assertThat(room.notice()).isVisible();
        assertThat(room.total()).hasText("$87.00");
        page.getByLabel("PIN").fill("271828");
        page.keyboard().press("Enter");

        assertThat(room.total()).hasText("$29.00");
        Locator correction = room.guest().locator(".correction");
        assertThat(correction.locator("ins").last()).hasText("$29.00");
        assertThat(correction).containsText("se fue la luz");
        JsonNode kept = shop.get("/api/coworking/sessions?status=awaiting-payment")
                .at("/sessions/0/corrections/0");
        assertThat(kept.at("/after/amount").asLong()).isEqualTo(2900);
    }

    @Test
    void what_the_closing_time_ended_waits_to_be_paid_and_says_so() {
        String session = shop.seat("M4", "Ana");
        RoomPage room = stand("admin", Server.PASSWORD);
        shop.sql("""
            UPDATE coworking_sessions SET auto_ended = true WHERE id = ?::uuid
            """, session);
        shop.post("/api/coworking/sessions/" + session + "/finish", java.util.Map.of());

        Locator unpaid = page.locator(".seat.unpaid");
        assertThat(unpaid).containsText("Cerró la sala");
        unpaid.click();
        assertThat(room.guest()).containsText("Nadie la terminó");
        assertThat(room.total()).hasText("$58.00");
    }
}
