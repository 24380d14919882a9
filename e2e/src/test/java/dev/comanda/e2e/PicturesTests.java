package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pictures of the room for docs/pictures, written with {@code -Dpictures=true}. */
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

    /** Somebody who came so many minutes ago, which only the database can say. */
    private void guest(String seat, String name, int minutes, String... extras) {
        String session = shop.seat(seat, name);
        try (Connection connection = Server.shared().connect();
                PreparedStatement sql = connection.prepareStatement("""
                    UPDATE coworking_sessions
                       SET started_at = started_at - ? * interval '1 minute'
                     WHERE id = ?::uuid
                    """)) {
            sql.setInt(1, minutes);
            sql.setString(2, session);
            sql.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        for (String sku : extras) {
            shop.extra(session, sku);
        }
    }

    private static void picture(Page page, String name) throws IOException {
        Path file = FOLDER.resolve(name + ".png");
        Files.createDirectories(FOLDER);
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).isLessThan(LARGEST);
    }
}
