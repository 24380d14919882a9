package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the browser's worker is told to keep, so that the pages open without a network. */
@WebTest
class KeepingThePagesTests {

    private static final Path PAGES = Path.of("src/main/resources/static");
    private static final Pattern FILE = Pattern.compile("'(/[^']*)':\\s+'(sha256-[^']+)'");

    @LocalServerPort
    private int port;
    private WebServer server = new WebServer(0);

    @BeforeEach
    void atThePort() {
        server = new WebServer(port);
    }

    @Test
    void each_file_of_the_pages_is_kept_under_the_hash_of_what_is_served() throws Exception {
        Map<String, String> kept = kept();

        assertThat(kept).containsKeys("/", "/js/main.js", "/icon.svg").doesNotContainKey("/sw.js");
        try (Stream<Path> files = Files.walk(PAGES)) {
            List<String> ours = files.map(file -> "/" + PAGES.relativize(file))
                    .filter(path -> path.matches(".*\\.(js|css|svg)") && !path.equals("/sw.js"))
                    .toList();
            assertThat(kept.keySet()).containsAll(ours);
        }
        for (Map.Entry<String, String> file : kept.entrySet()) {
            WebServer.Answer answer = server.get(file.getKey());
            assertThat(answer.status()).as(file.getKey()).isEqualTo(200);
            assertThat(file.getValue()).as(file.getKey())
                    .isEqualTo(integrity(answer.response().body()));
        }
    }

    @Test
    void whatever_a_page_imports_from_a_library_is_kept() throws IOException {
        Map<String, String> kept = kept();
        String shell = Files.readString(PAGES.resolve("index.html"));
        Matcher root = Pattern.compile("\"lit-html/\": \"([^\"]+)\"").matcher(shell);
        assertThat(root.find()).isTrue();
        try (Stream<Path> files = Files.walk(PAGES.resolve("js"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("from 'lit-html/([^']+)'").matcher(Files.readString(file)).results()
                        .forEach(found -> assertThat(kept)
                                .containsKey(root.group(1) + found.group(1)));
            }
        }
        assertThat(kept).containsKey(root.group(1) + "lit-html.js");
        assertThat(kept.keySet()).noneMatch(path -> path.contains("/development/"));
    }

    @Test
    void the_worker_is_asked_for_again_each_time_and_lists_the_same() {
        WebServer.Answer worker = server.get("/sw.js");

        assertThat(worker.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(worker.header("Content-Type")).startsWith("text/javascript");
        assertThat(server.get("/sw.js").text()).isEqualTo(worker.text());
        assertThat(server.get("/sw.js", "If-None-Match", worker.header("ETag")).status())
                .isEqualTo(304);
    }

    private Map<String, String> kept() {
        Map<String, String> files = new TreeMap<>();
        FILE.matcher(server.get("/sw.js").text()).results()
                .forEach(file -> files.put(file.group(1), file.group(2)));
        return files;
    }

    private static String integrity(byte[] bytes) throws NoSuchAlgorithmException {
        return "sha256-" + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
