package dev.comanda.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operating/requirements.md answers each promise to operators, by what is really there. */
class RequirementsTests {

    private static final Path PAGE = Path.of("docs", "operating", "requirements.md");
    private static final Path TESTS = Path.of("src", "test", "java", "dev", "comanda");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9., –]+) \\| .+ \\| .+ \\|$");
    private static final Pattern TEST = Pattern.compile("`([a-z]+/\\w+Tests)`");
    private static final Pattern PAGE_LINK = Pattern.compile("\\]\\(([^)#]+)");

    @Test
    void every_number_is_answered() throws IOException {
        TreeSet<String> answered = new TreeSet<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            for (String part : row.group(1).split(", ", -1)) {
                String[] ends = part.split("–", -1);
                String section = ends[0].replaceFirst("\\..*", ".");
                for (int i = number(ends[0]); i <= number(ends[ends.length - 1]); i++) {
                    answered.add(section + i);
                }
            }
        }
        int[] last = {10, 24, 16, 21, 28};
        for (int section = 0; section < last.length; section++) {
            for (int i = 1; i <= last[section]; i++) {
                assertThat(answered).contains(section + "." + i);
            }
        }
    }

    @Test
    void what_it_names_is_there() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(TEST.matcher(page).results().map(found -> TESTS.resolve(found.group(1)
                + ".java"))).isNotEmpty().allMatch(Files::exists);
        assertThat(PAGE_LINK.matcher(page).results().map(found -> PAGE
                .resolveSibling(found.group(1)))).isNotEmpty().allMatch(Files::exists);
    }

    private static int number(String requirement) {
        return Integer.parseInt(requirement.strip().replaceFirst("\\d+\\.", ""));
    }
}
