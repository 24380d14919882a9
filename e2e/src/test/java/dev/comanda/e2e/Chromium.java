package dev.comanda.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The machine's own Chromium, headless; one for all tests of a thread, which alone may use it.
 * Without one the tests fail.
 */
final class Chromium {

    private static final List<String> USUAL = List.of("/usr/bin/chromium",
            "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:/Program Files/Google/Chrome/Application/chrome.exe");

    /** Nobody waits for so long but where something is wrong, or the machine is busy. */
    static final int PATIENCE_MS = 20_000;

    private static final ThreadLocal<Browser> RUNNING = ThreadLocal.withInitial(Chromium::launch);

    private Chromium() {}

    static Browser browser() {
        return RUNNING.get();
    }

    /** One more, whose storage is in a folder and outlives it. */
    static BrowserContext at(Path folder, LaunchPersistentContextOptions options) {
        return browser().browserType().launchPersistentContext(folder, options
                .setExecutablePath(executable()).setHeadless(true).setArgs(arguments()));
    }

    private static List<String> arguments() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("--no-sandbox")
                : List.of();
    }

    private static Path executable() {
        return Stream.concat(Stream.of(System.getProperty("chromium"), System.getenv("CHROMIUM"))
                .filter(Objects::nonNull), USUAL.stream())
                .map(Path::of).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("No Chromium on this machine:"
                        + " apt-get install chromium, or -Dchromium=/path/to/chrome"));
    }

    private static Browser launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        Path chromium = executable();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(chromium).setHeadless(true).setArgs(arguments()));
    }
}
