package dev.comanda.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** R 0.4: one list of variables, which the source, /config and the documentation share. */
class SettingsTests {

    private static final String NAME = "([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|PG[A-Z]{3,}|PORT|RENDER"
            + "|MAINTENANCE)";
    private static final Pattern IN_JAVA = Pattern.compile('"' + NAME + '"');
    private static final Pattern IN_YAML = Pattern.compile("\\$\\{" + NAME + "[:}]");
    private static final Pattern IN_DOCS = Pattern.compile("`" + NAME + "`");
    /** In a file that reads variables, but none itself. */
    private static final Set<String> SOMETHING_ELSE = Set.of("PG_VERSION");

    private final Set<String> declared = Stream.of(Setting.values()).map(Setting::name)
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void every_variable_that_the_source_reads_is_declared() throws IOException {
        Set<String> read = found(IN_JAVA, sources().stream()
                .filter(file -> text(file).matches("(?s).*\\b(Environment|getenv)\\b.*")).toList());
        read.removeAll(SOMETHING_ELSE);
        read.addAll(found(IN_YAML, files("src/main/resources", ".yaml")));

        assertThat(declared).containsAll(read);
    }

    @Test
    void every_declared_variable_is_read() throws IOException {
        String all = sources().stream().map(SettingsTests::text).collect(Collectors.joining())
                + files("src/main/resources", ".yaml").stream().map(SettingsTests::text)
                        .collect(Collectors.joining());

        assertThat(declared).allMatch(name -> name.startsWith("SPRING_")
                || all.contains('"' + name.toLowerCase(Locale.ROOT).replace('_', '.') + '"')
                || Pattern.compile("[\"{]" + name + "[\":}]").matcher(all).find());
    }

    @Test
    void every_declared_variable_is_documented_and_every_documented_one_is_declared()
            throws IOException {
        Set<String> documented = found(IN_DOCS, List.of(Path.of("docs", "configuration.md")));

        assertThat(documented).containsAll(declared).containsAll(Setting.UNUSED);
        documented.removeAll(declared);
        documented.removeAll(Setting.UNUSED);
        assertThat(documented).isEmpty();
    }

    private static Set<String> found(Pattern pattern, List<Path> files) {
        return files.stream().flatMap(file -> pattern.matcher(text(file)).results())
                .map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> sources() throws IOException {
        return files("src/main/java", ".java").stream()
                .filter(file -> !file.endsWith("Setting.java")).toList();
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
