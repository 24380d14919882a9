package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The line is back, the server refuses what was sold meanwhile, and somebody mends it at once. */
class CorrectingARefusedSaleTests extends InABrowser {

    private Proxy network;
    private CounterPage counter;

    @BeforeEach
    void sellWhatIsGone() {
        network = new Proxy(Server.shared());
        counter = new CounterPage(page).open(network.uri() + "/")
                .signIn("admin", Server.PASSWORD, shop.code());
        assertThat(page.locator(".tile")).hasCount(4);
        network.cut();
        browser.setOffline(true);
        assertThat(counter.standing()).hasText("Sin conexión");
        counter.tap("Latte").charge().pay();
        assertThat(page.locator(".done h2")).containsText("Venta guardada");
        counter.button("Nueva venta").click();
        shop.retire("LATTE");
    }

    @AfterEach
    void disconnect() {
        network.close();
    }

    @Test
    void who_is_faster_than_the_catalogue_goes_on_correcting() {
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route(Pattern.compile("/api/products"), held::add);
        network.mend();
        browser.setOffline(false);
        counter.button("Pendientes").click();
        counter.button("Corregir en el mostrador").click();
        assertThat(counter.lines()).containsText("Latte");
        page.waitForCondition(() -> !held.isEmpty());
        answer(held.getFirst());

        counter.lines().getByText("Latte").click();
        counter.button("Quitar").click();
        counter.tap("Espresso").charge().pay();
        counter.receiptNumber();
        counter.button("Pendientes").click();
        assertThat(page.locator(".sale.sent")).hasCount(1);
    }
}
