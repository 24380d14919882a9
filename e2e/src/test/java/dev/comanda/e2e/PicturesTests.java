package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pictures for docs/pictures, written with {@code -Dpictures=true}. */
class PicturesTests extends InABrowser {

    private static final long LARGEST = 150_000;
    private static final Path FOLDER = Boolean.getBoolean("pictures")
            ? Path.of("..", "docs", "pictures")
            : Path.of("target", "pictures");

    @Test
    void the_room_and_the_wall() throws IOException {
        shop.room();
        guest("M1", "Ana", 154, "LATTE", "CROISSANT");
        guest("M3", "Beto", 37, "ESPRESSO");
        guest("M6", "Carla", 8);
        guest("G1", "Estudio Norte", 71, "TE-VERDE", "TE-VERDE");
        RoomPage room = new RoomPage(page).open("/coworking").signIn("admin", Server.PASSWORD,
                shop.code());
        room.touch("M1");
        assertThat(room.guest()).containsText("Croissant");
        picture(page, "coworking");

        try (BrowserContext wall = newBrowser()) {
            Page screen = newPage(wall);
            screen.setViewportSize(1600, 900);
            screen.navigate("/wall");
            screen.getByLabel("Clave de la pantalla").fill(shop.post("/api/devices",
                    Map.of("kind", "screen", "name", "Pared")).path("token").asString());
            screen.keyboard().press("Enter");
            assertThat(screen.locator(".wall-seats")).containsText("Estudio Norte");
            picture(screen, "wall");
        }
    }

    @Test
    void from_the_shelf_to_the_receipt() throws IOException {
        CounterPage counter = openTheShop();
        picture(page, "counter-selling");
        counter.charge();
        page.getByLabel("Recibido").fill("250");
        assertThat(page.locator(".change output")).hasText("$38.80");
        picture(page, "counter-payment");
        counter.pay().receiptNumber();
        picture(page, "counter-receipt");
    }

    @Test
    void without_a_network() throws IOException {
        CounterPage counter = openTheShop();
        browser.setOffline(true);
        assertThat(page.locator(".standing [role=status]")).hasText("Sin conexión");
        counter.charge().pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        counter.button("Nueva venta").click();
        counter.tap("Flat white").tap("Concha de vainilla").charge().pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        counter.button("Nueva venta").click();
        shop.reprice("FLAT", 6400);
        browser.setOffline(false);
        assertThat(counter.notice()).containsText("El sistema no aceptó 1 venta");
        counter.button("Pendientes").click();
        assertThat(page.locator(".sale.refused")).isVisible();
        picture(page, "counter-offline");
    }

    private CounterPage openTheShop() {
        page.setViewportSize(1200, 750);
        shop.product("CAPUCHINO", "Capuchino", "Café", 5800, 400);
        shop.product("AMERICANO", "Americano", "Café", 4200, 400);
        shop.product("FLAT", "Flat white", "Café", 6000, 400);
        shop.product("CHAI", "Chai latte", "Té", 6200, 400);
        shop.product("MATCHA", "Matcha latte", "Té", 6900, 400);
        shop.product("CONCHA", "Concha de vainilla", "Panadería", 2800, 4);
        shop.product("OREJA", "Oreja", "Panadería", 2600, 0);
        shop.product("CHAPATA", "Chapata de pavo y queso manchego", "Comida", 11500, 60);
        shop.product("ENSALADA", "Ensalada de la casa", "Comida", 9800, 60);
        shop.product("AGUA", "Agua mineral 600 ml", "Bebidas", 3000, 120);
        shop.product("JUGO", "Jugo de naranja", "Bebidas", 5200, 60);
        shop.product("LIMONADA", "Limonada con hierbabuena", "Bebidas", 4800, 60);
        CounterPage counter = new CounterPage(page).open("/")
                .signIn("admin", Server.PASSWORD, shop.code());
        counter.tap("Latte").tap("Latte").tap("Croissant de mantequilla").tap("Té verde");
        counter.button("Propina").click();
        counter.button("10 %").click();
        counter.button("Propina").click();
        assertThat(counter.total()).hasText("$211.20");
        return counter;
    }

    /** Somebody who came so many minutes ago. */
    private void guest(String seat, String name, int minutes, String... extras) {
        String session = shop.seat(seat, name);
        shop.cameAgo(session, minutes);
        for (String sku : extras) {
            shop.extra(session, sku);
        }
    }

    private static void picture(Page page, String name) throws IOException {
        Path file = FOLDER.resolve(name + ".png");
        Files.createDirectories(FOLDER);
        page.mouse().move(0, 0);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).isLessThan(LARGEST);
    }
}
