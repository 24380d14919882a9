package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The pictures of docs/managing.md, of a shop with a day behind it. They are written only with
 * {@code -Dpictures=true}; without it the test sees that each page can be shown and is small.
 */
class PicturesOfTheOfficeTests extends InABrowser {

    private static final Path FOLDER = Path.of(Boolean.getBoolean("pictures")
            ? "../docs/pictures"
            : "target/pictures");
    private static final long LARGEST = 150_000;

    @BeforeEach
    void aDay() throws SQLException {
        String[][] menu = {{"CORTADO", "Cortado", "Café", "4500", "40"},
                {"CHAI", "Chai latte", "Té", "5800", "3"},
                {"CONCHA", "Concha de vainilla", "Panadería", "2800", "0"},
                {"AGUA", "Agua mineral", "Bebidas", "3000", "24"}};
        for (String[] each : menu) {
            shop.product(each[0], each[1], each[2], Long.parseLong(each[3]),
                    Long.parseLong(each[4]));
        }
        for (int i = 0; i < 24; i++) {
            shop.sell(i % 3 == 0 ? "LATTE" : "ESPRESSO", 1 + i % 4);
        }
        try (Connection connection = Server.shared().connect();
                Statement sql = connection.createStatement()) {
            sql.execute("""
                UPDATE orders AS o
                   SET created_at = day.begins + interval '1 minute' * (450 + n.n * n.n %% 700)
                  FROM (SELECT location_id, id, row_number() OVER (ORDER BY id) * 7 AS n
                          FROM orders) AS n,
                       (SELECT id, (now() AT TIME ZONE time_zone)::date::timestamp
                               AT TIME ZONE time_zone AS begins
                          FROM locations WHERE code = '%s') AS day
                 WHERE o.location_id = day.id AND n.location_id = day.id AND n.id = o.id
                """.formatted(shop.code()));
        }
        shop.reprice("CORTADO", 4700);
        shop.staff("Beto Ruiz", "cashier", "un vaso de agua fria");
        shop.post("/api/coworking/tariffs", Map.of("rules", Map.of("code", "hora", "name",
                "Por hora", "taxRateBp", 1600, "perPerson", true, "graceMinutes", 5, "windows",
                List.of(), "rate", Map.of("blocks", Map.of(
                        "first", Map.of("minutes", 60, "amount", 5800),
                        "later", Map.of("minutes", 30, "amount", 2900),
                        "dayPrice", Map.of("amount", 18000, "fromMinutes", 180))))));
    }

    @Test
    @ResourceLock(value = "books", mode = ResourceAccessMode.READ)
    void each_page_can_be_shown() throws IOException {
        page.setViewportSize(1180, 760);
        OfficePage office = new OfficePage(page).open("/manager", shop);
        assertThat(page.locator(".plot svg")).isVisible();
        take("manager-sales");
        office.section("Productos");
        assertThat(office.row("Chai latte")).isVisible();
        take("manager-products");
        office.section("Tarifas").button("Versiones de Por hora").click();
        office.button("Nueva versión").click();
        office.type("Estancia", "140");
        office.button("Probar").click();
        assertThat(page.locator("[data-test=trial]")).isVisible();
        take("manager-tariff");
        page.keyboard().press("Escape");
        office.section("Auditoría");
        office.row("Cambio · producto").getByText("Cortado").click();
        take("manager-audit");

        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(1100, 800);
        page.clock().install();
        page.navigate("/status");
        office.button("Revisar ahora").click();
        assertThat(page.locator(".notice.good")).isVisible();
        for (int i = 0; i < 12; i++) {
            shop.sell("ESPRESSO", 1);
            page.waitForResponse("**/metrics", () -> page.clock().runFor(5_000));
        }
        assertThat(page.locator(".plot .dot-1").nth(3)).isVisible();
        take("status");
        Path plots = FOLDER.resolve("status-plots.png");
        page.locator(".plots").screenshot(new Locator.ScreenshotOptions().setPath(plots));
        assertThat(Files.size(plots)).isLessThan(LARGEST);
    }

    private void take(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).as(name).isLessThan(LARGEST);
    }
}
