package dev.comanda.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The machine's own Chromium, headless; one process for all tests. Without one the tests fail. */
final class Chromium {

    private static final List<String> USUAL = List.of("/usr/bin/chromium",
            "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "C:/Program Files/Google/Chrome/Application/chrome.exe");

    private Chromium() {}

    static Browser browser() {
        return Running.BROWSER;
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

    private static final class Running {

        static final Browser BROWSER = launch();

        private static Browser launch() {
            Path chromium = executable();
            Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            return playwright.chromium().launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium).setHeadless(true)
                    .setArgs(arguments()));
        }
    }
}
