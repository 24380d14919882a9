package dev.comanda.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The sections of {@code docs/errors.md} as pages that load nothing and run nothing. */
final class ProblemPages {

    private static final String STYLE = """
        body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;
        color-scheme:light dark}
        pre{overflow-x:auto;padding:.75rem;border:1px solid #8885;border-radius:.375rem}
        blockquote{margin:1rem 0;padding-left:1rem;border-left:.25rem solid #8885}""";

    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + sha256(STYLE) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private ProblemPages() {}

    /** Slug to page, for each second-level heading that is a slug. */
    static Map<String, byte[]> render(String markdown) {
        Parser parser = Parser.builder().build();
        HtmlRenderer html = HtmlRenderer.builder().escapeHtml(true).build();
        Map<String, byte[]> pages = new LinkedHashMap<>();
        sections(markdown).forEach((slug, section) -> pages.put(slug,
                page(slug, html.render(parser.parse("# " + section))).getBytes(UTF_8)));
        return pages;
    }

    /** Slug to its section, which begins with the slug itself. */
    static Map<String, String> sections(String markdown) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : markdown.split("(?m)^## ", -1)) {
            String slug = part.lines().findFirst().orElse("").strip();
            if (slug.matches("[a-z0-9-]+")) {
                sections.put(slug, part);
            }
        }
        return sections;
    }

    private static String page(String title, String body) {
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>%s · Comanda</title>
            <style>%s</style>
            %s</html>
            """.formatted(title, STYLE, body);
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
