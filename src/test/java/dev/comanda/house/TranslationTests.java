package dev.comanda.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say, they say in Spanish and in English. */
class TranslationTests {

    private static final Path SCRIPTS = Path.of("src/main/resources/static/js");
    private static final Pattern ENTRY = Pattern.compile("^  '([\\w.-]+)': (.*(?:\n      .*)*),$",
            Pattern.MULTILINE);
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
    /** {@code t('key'}, and each alternative of {@code t(a ? 'key' : 'other'}. */
    private static final Pattern CALL = Pattern.compile("\\bt\\(([^`(){}]*?'[^()]*?)[,)]");
    private static final Pattern KEY = Pattern.compile("'([a-z][\\w.-]*)'");
    /** {@code t(`method.${method}`}: any of them. */
    private static final Pattern FAMILY = Pattern.compile("\\bt\\(`([\\w.-]+)\\$");

    @Test
    void each_text_stands_in_both_languages_with_the_same_places() throws IOException {
        Map<String, String> spanish = texts("es");
        Map<String, String> english = texts("en");

        assertThat(spanish).hasSizeGreaterThan(50);
        assertThat(spanish.keySet()).isEqualTo(english.keySet());
        assertThat(spanish).allSatisfy((key, text) -> {
            String other = english.getOrDefault(key, "");
            assertThat(text).as(key).hasSizeGreaterThan(2);
            assertThat(places(text)).as(key).isEqualTo(places(other));
            assertThat(text.contains("|")).as("one|many: " + key)
                    .isEqualTo(other.contains("|"));
        });
    }

    @Test
    void each_text_that_is_asked_for_is_there() throws IOException {
        Map<String, String> there = texts("es");
        String code = code();
        Set<String> missing = new TreeSet<>();
        for (Matcher call = CALL.matcher(code); call.find();) {
            for (Matcher key = KEY.matcher(call.group(1)); key.find();) {
                if (!there.containsKey(key.group(1))
                        && !call.group(1).contains("=== " + key.group())) {
                    missing.add(key.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void each_text_is_asked_for() throws IOException {
        String code = code();
        List<String> families = FAMILY.matcher(code).results().map(found -> found.group(1))
                .toList();

        assertThat(texts("es").keySet()).allMatch(key -> code.contains("'" + key + "'")
                || families.stream().anyMatch(key::startsWith));
    }

    private static Map<String, String> texts(String language) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        String index = Files.readString(SCRIPTS.resolve("lang/" + language + ".js"));
        try (Stream<Path> files = Files.list(SCRIPTS.resolve("lang/" + language))) {
            for (Path file : files.sorted().toList()) {
                String source = Files.readString(file);
                assertThat(index).contains("'./" + language + "/" + file.getFileName() + "'");
                List<MatchResult> entries = ENTRY.matcher(source).results().toList();
                assertThat(entries).as("entries of %s", file).hasSize(
                        (int) source.lines().filter(line -> line.startsWith("  '")).count());
                entries.forEach(entry -> assertThat(texts.put(entry.group(1), entry.group(2)))
                        .as("twice: " + entry.group(1)).isNull());
            }
        }
        return texts;
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".js")
                    && !each.toString().contains("lang/")).toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }
}
