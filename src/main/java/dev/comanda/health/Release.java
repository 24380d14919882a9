package dev.comanda.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The schema that this release was built for: the migrations in its jar.
 *
 * @param migrations their versions, in order
 * @param words      every identifier in them
 */
record Release(List<String> migrations, Set<String> words) {

    private static final Pattern FILE = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    static Release inJar() {
        List<String> versions = new ArrayList<>();
        Set<String> words = new HashSet<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:db/migration/V*.sql")) {
                Matcher name = FILE.matcher(String.valueOf(file.getFilename()));
                if (name.matches()) {
                    versions.add(name.group(1));
                    WORD.matcher(file.getContentAsString(UTF_8)).results()
                            .forEach(word -> words.add(word.group()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Release(versions.stream().sorted().toList(), words);
    }

    /** Whether it makes or uses what is called so; another release's failed index is not ours. */
    boolean mentions(String name) {
        return words.contains(name);
    }

    String schemaVersion() {
        return migrations.isEmpty() ? "none" : migrations.getLast();
    }
}
