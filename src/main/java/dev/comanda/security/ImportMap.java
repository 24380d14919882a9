package dev.comanda.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one inline script of the pages, which names where their modules lie. No browser loads it from
 * a file of its own, so the policy lets it in by its hash.
 */
final class ImportMap {

    private static final String SHELL = "/static/index.html";
    private static final Pattern MAP = Pattern.compile(
            "<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private ImportMap() {}

    /** As the source of a Content-Security-Policy: {@code 'sha256-…'}. */
    static String source() {
        Matcher map = MAP.matcher(shell());
        if (!map.find()) {
            throw new IllegalStateException(SHELL + " has no import map");
        }
        return "'sha256-" + Base64.getEncoder().encodeToString(Digests.sha256(map.group(1))) + "'";
    }

    private static String shell() {
        try (InputStream file = ImportMap.class.getResourceAsStream(SHELL)) {
            if (file == null) {
                throw new IllegalStateException(SHELL + " is not on the class path");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
