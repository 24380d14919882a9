package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The screen on the wall, which nobody touches. */
class WatchingTheWallTests extends InABrowser {

    private Proxy network;
    private JsonNode device;
    private BrowserContext wall;
    private Page screen;

    @BeforeEach
    void hang() {
        shop.room();
        network = new Proxy(Server.shared());
        device = shop.post("/api/devices", Map.of("kind", "screen", "name", "Pared"));
        wall = newBrowser();
        screen = newPage(wall);
        screen.navigate(network.uri() + "/wall");
        assertThat(screen.getByLabel("Clave de la pantalla")).isFocused();
        screen.keyboard().type(device.path("token").asString());
        screen.keyboard().press("Enter");
        assertThat(standing()).hasText("En línea");
        assertThat(screen.locator(".wall-free")).containsText("9 lugares libres");
    }

    @AfterEach
    void takeDown() {
        wall.close();
        network.close();
    }

    @Test
    void who_sits_down_is_on_the_wall_and_stays_there_after_a_restart_of_the_screen() {
        RoomPage room = new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD,
                shop.code());
        room.touch("M4");
        page.getByLabel("Nombre").fill("Ana");
        room.button("Empezar").click();
        assertThat(spot("M4")).containsText("Ana");
        assertThat(spot("M4")).containsText("$58.00");
        assertThat(screen.locator(".wall-free")).containsText("8 lugares libres");
        assertThat(screen.locator(".standing .age")).containsText("hace");

        screen.reload();
        assertThat(spot("M4")).containsText("Ana");
    }

    @Test
    void names_are_hidden_on_request() {
        shop.seat("M1", "Ana");
        assertThat(spot("M1")).containsText("Ana");
        screen.navigate(network.uri() + "/wall?names=0");
        assertThat(spot("M1")).containsText("Ocupado");
        screen.navigate(network.uri() + "/wall");
        assertThat(spot("M1")).containsText("Ocupado");
        assertThat(screen.locator("body")).not().containsText("Ana");

        screen.getByText("Mostrar nombres").click();
        assertThat(spot("M1")).containsText("Ana");
    }

    @Test
    void a_wall_without_a_network_says_so_and_comes_back_by_itself() {
        network.cut();
        network.hangUp();
        assertThat(standing()).hasText("Sin conexión");
        shop.seat("M2", "Beto");
        network.mend();

        assertThat(spot("M2")).containsText("Beto");
        assertThat(standing()).hasText("En línea");
    }

    @Test
    void a_wall_whose_token_was_revoked_shows_nothing_more_and_says_why() {
        shop.seat("M1", "Ana");
        assertThat(spot("M1")).containsText("Ana");
        shop.delete("/api/devices/" + device.path("device").path("id").asString());

        assertThat(screen.getByText("Esta pantalla ya no tiene permiso")).isVisible();
        assertThat(screen.locator("body")).not().containsText("Ana");
        screen.reload();
        assertThat(screen.getByText("Esta pantalla ya no tiene permiso")).isVisible();

        JsonNode other = shop.post("/api/devices", Map.of("kind", "screen", "name", "Pared 2"));
        screen.getByLabel("Clave de la pantalla").fill(other.path("token").asString());
        screen.keyboard().press("Enter");
        assertThat(spot("M1")).containsText("Ana");
    }

    private Locator spot(String seat) {
        return screen.locator(".wall-seats [data-seat=" + seat + "]");
    }

    private Locator standing() {
        return screen.locator(".standing [role=status]");
    }
}
