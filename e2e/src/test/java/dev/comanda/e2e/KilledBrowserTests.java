package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser is killed, all its processes at once, as by a power cut. */
class KilledBrowserTests {

    private final Shop shop = Shop.open(Server.shared());
    private final Proxy network = new Proxy(Server.shared());
    @TempDir
    private Path profile;
    private BrowserContext browser;
    private CounterPage counter;

    @BeforeEach
    void standAtTheCounter() {
        start();
        counter.signIn("admin", Server.PASSWORD, shop.code());
        assertThat(counter.page().locator(".tile")).hasCount(4);
    }

    @AfterEach
    void close() {
        browser.close();
        network.close();
    }

    @Test
    void a_sale_whose_receipt_was_given_is_there_afterwards_and_is_sent_once() {
        network.cut();
        browser.setOffline(true);
        assertThat(counter.page().locator(".standing [role=status]")).hasText("Sin conexión");
        counter.tap("Latte").charge().pay();
        assertThat(counter.page().locator(".done h2")).containsText("Venta guardada");
        kill();
        network.mend();
        start();
        Locator username = counter.page().getByLabel("Usuario");
        Locator pending = counter.page().getByText("Pendientes");
        username.or(pending).first().waitFor();
        if (username.isVisible()) { // who was signed in is not what must survive
            counter.signIn("admin", Server.PASSWORD, shop.code());
        }
        pending.click();

        assertThat(counter.page().locator(".sale.sent .code")).hasText("R1-000001");
        assertThat(shop.orders()).hasSize(1);
    }

    private void start() {
        browser = Chromium.at(profile, new LaunchPersistentContextOptions().setLocale("es-MX"));
        Page page = browser.pages().getFirst();
        counter = new CounterPage(page).open(network.uri() + "/");
    }

    private void kill() {
        ProcessHandle.current().descendants()
                .filter(process -> process.info().commandLine().orElse("")
                        .contains(profile.toString()))
                .forEach(ProcessHandle::destroyForcibly);
        try {
            counter.page().waitForCondition(counter.page()::isClosed);
        } catch (PlaywrightException e) {
            assertThat(e).hasMessageContaining("closed"); // that is what it means
        }
    }
}
