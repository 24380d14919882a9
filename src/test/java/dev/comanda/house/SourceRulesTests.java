package dev.comanda.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of files without understanding them. */
class SourceRulesTests {

    private static final int COLUMNS = 100;
    private static final int LINES = 260;
    private static final int LINES_OF_A_MODULE = 200;
    private static final Path MAIN = Path.of("src", "main");
    /** Written from the catalogue; its lines are as long as PostgreSQL makes them. */
    private static final Path GENERATED = Path.of("db", "schema.sql");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:abstract |final |sealed |non-sealed )*"
                    + "(?:class|interface|record|enum|@interface) (\\w+)",
            Pattern.MULTILINE);

    private static final Pattern CATCH_ALL = Pattern.compile("catch \\((?:final )?"
            + "(?:[\\w.]+ \\| )*(?:Exception|RuntimeException|Throwable|Error)\\b");

    @Test
    void a_line_fits_its_screen() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : texts(".*\\.(java|sql|yaml|js|css|html)", Path.of("src"),
                Path.of("db"), Path.of("e2e", "src"))) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size() && !file.equals(GENERATED); i++) {
                String line = lines.get(i);
                boolean breakable = !line.contains("://")
                        && !line.matches("import .*|\\s*@\\w+[.(].*"); // the formatter joins them
                if (breakable && line.codePointCount(0, line.length()) > COLUMNS) {
                    tooLong.add(file + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).as("lines over %d columns", COLUMNS).isEmpty();
    }

    @Test
    void a_file_of_the_server_fits_its_reader() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : texts(".*\\.java", MAIN)) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES) {
                tooLong.add(file + " has " + lines);
            }
        }
        assertThat(tooLong).as("files over %d lines: two things in one?", LINES).isEmpty();
    }

    @Test
    void a_module_of_the_pages_fits_its_reader() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : texts(".*\\.js", MAIN)) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES_OF_A_MODULE) {
                tooLong.add(file + " has " + lines);
            }
        }
        assertThat(tooLong).as("modules over %d lines: two things in one?", LINES_OF_A_MODULE)
                .isEmpty();
    }

    @Test
    void a_public_type_says_what_it_is() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : texts(".*\\.java", MAIN)) {
            String source = Files.readString(file);
            Matcher type = PUBLIC_TYPE.matcher(source);
            while (type.find()) {
                if (!documented(source.substring(0, type.start()))) {
                    silent.add(file + ": " + type.group(1));
                }
            }
        }
        assertThat(silent).as("public types without a sentence").isEmpty();
    }

    /** A comment of at least three words, with nothing but annotations between it and the type. */
    private static boolean documented(String before) {
        int open = before.lastIndexOf("/**");
        int close = before.lastIndexOf("*/");
        return open >= 0 && close > open
                && before.substring(open, close).matches("(?s)/\\*\\*.*\\w+\\W+\\w+\\W+\\w+.*")
                && before.substring(close + 2)
                        .matches("(?s)\\s*(?:@[^;{}]*(?:\\{[^}]*}[^;{}]*)?)*");
    }

    /** By the source: a try with resources catches everything, too, in its byte code. */
    @Test
    void nobody_catches_what_he_does_not_know() throws IOException {
        List<String> catchAlls = new ArrayList<>();
        for (Path file : texts(".*\\.java", MAIN)) {
            boolean last = file.toString().matches(".*/comanda/(web|database)/.*");
            if (!last && CATCH_ALL.matcher(Files.readString(file)).find()) {
                catchAlls.add(file.toString());
            }
        }
        assertThat(catchAlls).as("only web and database know what to do with any failure")
                .isEmpty();
    }

    @Test
    void a_package_says_what_it_is() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : texts(".*\\.java", MAIN)) {
            Path about = file.resolveSibling("package-info.java");
            if (!Files.exists(about) || !Files.readString(about).contains("@NullMarked")) {
                silent.add(about.toString());
            }
        }
        assertThat(silent).as("packages without a @NullMarked package-info.java").isEmpty();
    }

    private static List<Path> texts(String form, Path... roots) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().matches(form))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
