package dev.comanda.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/clients.md shows, done: block by block, as it stands there. */
class FollowingTheGuideTests extends InABrowser {

    private static final Path GUIDE = Path.of("..", "docs", "clients.md");
    private static final Pattern SCRIPT = Pattern.compile("(?ms)^```js\\n(.*?)^```$");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(TOKEN=.*?)^```$");
    /** Blocks see what those before them named, as if they were one page. */
    private static final Pattern NAME = Pattern.compile("(?m)^const (\\w+) =");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{ \\w+ } from (.*);$");

    private String guide = "";

    @BeforeEach
    void read() throws IOException {
        guide = Files.readString(GUIDE);
        shop.room();
        shop.staff("ana", "manager", "un vaso de agua fria");
        page.navigate("/");
    }

    @Test
    void its_scripts_sell_follow_and_keep() {
        page.evaluate("""
            () => {
              window.shown = [];
              for (const name of ['show', 'draw', 'lamp', 'print']) {
                window[name] = told => { window.shown.push(name); window[name + 'n'] = told; };
              }
            }""");
        List<String> blocks = SCRIPT.matcher(guide).results().map(found -> found.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(5);
        for (String block : blocks) {
            run(block.replace("password: '…'", "password: 'un vaso de agua fria', location: '"
                    + shop.code() + "'").replace("'main", "'" + shop.code()));
            if (block.contains("orders.place") && block.contains("const outcome")) {
                run("const order = outcome.order;");
            }
            if (block.contains("new Live(")) {
                shop.seat("M4", "Beto");
                page.waitForFunction(
                        "() => window.drawn?.some(guest => guest.guestName === 'Beto')");
                page.waitForFunction("() => window.lampn === 'online'");
            }
            if (block.contains("/refunds")) {
                run("""
                    const key = crypto.randomUUID();
                    const order = { register: 'R1', lines: [{ sku: 'ESPRESSO', quantity: 1 }],
                      tenders: [{ method: 'cash' }], expectedTotal: 3800 };
                    const receipt = { lines: [], total: 3800 };""");
            }
        }
        page.evaluate("() => queue.send()");
        page.waitForFunction("() => shown && shown.length > 0 && queue.sales[0].state === 'sent'");

        assertThat(shop.orders()).hasSize(2);
        assertThat(shop.orders().getLast().path("refunds")).hasSize(1);
    }

    @Test
    void its_commands_sell_and_find() throws IOException, InterruptedException {
        Matcher found = SHELL.matcher(guide);
        assertThat(found.find()).isTrue();
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", found.group(1)
                .replace("localhost:8080", Server.shared().uri().getAuthority())
                .replace("admin\\\",", "admin\\\",\\\"location\\\":\\\"" + shop.code() + "\\\","))
                .redirectErrorStream(true);
        shell.environment().put("PASSWORD", Server.PASSWORD);
        Process running = shell.start();
        String said = new String(running.getInputStream().readAllBytes(), UTF_8);

        assertThat(running.waitFor()).as(said).isZero();
        assertThat(said).containsPattern("(?s)LATTE.*R1-000001\\nR1-000001");
        assertThat(shop.orders()).hasSize(1);
    }

    private void run(String block) {
        String code = NAME.matcher(block).replaceAll("window.$1 =");
        page.evaluate("async () => {" + IMPORT.matcher(code)
                .replaceAll("Object.assign(window, await import($1));") + "\n}");
    }
}
