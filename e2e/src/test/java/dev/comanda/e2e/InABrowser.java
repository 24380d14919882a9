package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A shop with one browser in it, as a tablet at the counter. A test fails when a page throws, when
 * the console shows an error of ours, when the content policy had to hold something back, or when a
 * password, PIN or access token stands in the server's log.
 */
abstract class InABrowser {

    /** A refused or broken request is written there by the browser itself; tests look at those. */
    private static final Pattern OF_THE_NETWORK = Pattern.compile(
            "^(Failed to load resource|WebSocket connection to )");

    protected Shop shop;
    protected BrowserContext browser;
    protected Page page;
    private final List<String> complaints = new ArrayList<>();

    /** What was on the screen when it failed, under target/failures. */
    @RegisterExtension
    final AfterTestExecutionCallback picture = test -> test.getExecutionException()
            .ifPresent(_ -> page.screenshot(new Page.ScreenshotOptions().setPath(
                    Path.of("target", "failures", test.getRequiredTestClass().getSimpleName() + "."
                            + test.getRequiredTestMethod().getName() + ".png"))));

    @BeforeEach
    void open() {
        browser = newBrowser();
        shop = Shop.open(Server.shared());
        page = newPage(browser);
    }

    @AfterEach
    void close() {
        browser.close();
        assertThat(complaints).as("what pages complained of").isEmpty();
    }

    @AfterAll
    static void searchTheLog() throws IOException {
        assertThat(Server.shared().indiscretions()).as("what the server logged").isEmpty();
    }

    /** Blocked, so that a test meets the files as they are; not where the worker is the matter. */
    protected ServiceWorkerPolicy workers() {
        return ServiceWorkerPolicy.BLOCK;
    }

    /** One more tablet: a storage of its own. */
    protected final BrowserContext newBrowser() {
        BrowserContext context = Chromium.browser().newContext(new Browser.NewContextOptions()
                .setBaseURL(Server.shared().uri().toString()).setLocale("es-MX")
                .setTimezoneId("America/Mexico_City").setViewportSize(1280, 800)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setServiceWorkers(workers()));
        context.setDefaultTimeout(Chromium.PATIENCE_MS);
        return context;
    }

    protected final Page newPage(BrowserContext context) {
        Page opened = context.newPage();
        opened.onPageError(complaints::add);
        opened.onConsoleMessage(this::listen);
        return opened;
    }

    /** Lets a request go on that was held; the page has its answer and has drawn it. */
    protected final void answer(Route held) {
        page.waitForResponse(held.request().url(), held::resume).finished();
        page.evaluate("() => fetch('/health').then(() => true)");
    }

    private void listen(ConsoleMessage message) {
        if (message.type().equals("error") && !OF_THE_NETWORK.matcher(message.text()).find()) {
            complaints.add(message.text());
        }
    }
}
