package dev.comanda.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Writes into {@code sw.js} which files a browser keeps to open the pages without a network, each
 * with the hash of its bytes: another file is another worker, and a browser that gets one file of
 * an older instance during a deploy does not take it for this release's.
 */
final class Shell implements ResourceTransformer {

    private static final String PLACE = "const SHELL = { release: '', pages: [], files: {} };";
    private static final List<String> OURS = List.of("index.html", "*.svg", "css/**/*.css",
            "js/**/*.js");
    private static final String LIBRARIES = "classpath*:/META-INF/resources/webjars/**/*.js";
    private static final String NOT_FOR_BROWSERS = ".*/(development|node)/.*";

    private final List<String> locations;
    private final List<String> pages;
    /** A folder's files change while the server runs; those in the jar do not. */
    private final boolean fixed;
    private volatile @Nullable String written;

    Shell(List<String> locations, List<String> pages) {
        this.locations = locations;
        this.pages = pages;
        fixed = locations.stream().allMatch(location -> location.startsWith("classpath:"));
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource worker,
            ResourceTransformerChain chain) throws IOException {
        String known = written;
        if (known == null || !fixed) {
            known = write();
            written = known;
        }
        String script = worker.getContentAsString(UTF_8);
        if (!script.contains(PLACE)) {
            throw new IllegalStateException("sw.js has no place for its files");
        }
        return new TransformedResource(worker, script.replace(PLACE, known).getBytes(UTF_8));
    }

    private String write() throws IOException {
        String files = files().entrySet().stream()
                .map(file -> "    '%s':\n      '%s'".formatted(file.getKey(), file.getValue()))
                .collect(Collectors.joining(",\n"));
        String names = pages.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
        return """
            const SHELL = {
              release: '%s',
              pages: [%s],
              files: {
            %s,
              },
            };""".formatted(hash(files.getBytes(UTF_8)), names, files);
    }

    /** Path to integrity, as {@code fetch} takes it. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String location : locations) {
            String root = location.substring(location.indexOf(':') + 1);
            for (String form : OURS) {
                put(files, location.replace("classpath:", "classpath*:") + form, root, "/");
            }
        }
        put(files, LIBRARIES, "/webjars/", "/webjars/");
        return files;
    }

    private static void put(Map<String, String> files, String pattern, String root, String path)
            throws IOException {
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
            String url = file.getURL().toString();
            String name = path + url.substring(url.lastIndexOf(root) + root.length());
            if (!name.matches(NOT_FOR_BROWSERS)) {
                files.put(name.equals("/index.html") ? "/" : name,
                        hash(file.getContentAsByteArray()));
            }
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return "sha256-" + Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
