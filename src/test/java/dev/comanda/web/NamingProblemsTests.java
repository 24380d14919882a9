package dev.comanda.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a refusal is called in code, in the docs, in the contract and in two languages agrees. */
class NamingProblemsTests {

    private static final List<String> SLUGS = Arrays.stream(ProblemType.values())
            .map(ProblemType::slug).toList();

    private final String errors = new String(Contract.read("docs/errors.md"), UTF_8);

    @Test
    void every_problem_has_its_heading_and_no_heading_is_left_over() {
        assertThat(ProblemPages.sections(errors).keySet()).containsExactlyElementsOf(SLUGS);
    }

    @Test
    void every_section_has_the_status_and_the_sentences_of_both_languages() {
        for (ProblemType type : ProblemType.values()) {
            String key = "problem." + type.slug() + ".detail";
            assertThat(ProblemPages.sections(errors).get(type.slug()))
                    .contains(Integer.toString(type.status().value()), "The till:",
                            Messages.text(Locale.ENGLISH, key),
                            Messages.text(Messages.SPANISH, key));
        }
    }

    @Test
    void every_message_exists_in_both_languages_and_none_is_left_over() {
        Set<String> english = keys(Locale.ENGLISH);
        assertThat(keys(Messages.SPANISH)).isEqualTo(english);
        assertThat(english.stream().filter(key -> key.startsWith("problem.")))
                .containsExactlyInAnyOrderElementsOf(SLUGS.stream().flatMap(
                        slug -> Stream.of("problem." + slug + ".title",
                                "problem." + slug + ".detail"))
                        .toList());
        assertThat(english).allMatch(key -> key.matches("(problem|rule|type)\\..+"));
    }

    @Test
    void both_languages_say_something_of_their_own() {
        for (String key : keys(Locale.ENGLISH)) {
            assertThat(Messages.text(Messages.SPANISH, key)).as(key).isNotBlank()
                    .isNotEqualTo(Messages.text(Locale.ENGLISH, key));
        }
    }

    @Test
    void the_contract_lists_the_same_problems() {
        assertThat(new Contract().document()
                .at("/paths/~1problems~1{slug}/get/parameters/0/schema/enum").valueStream()
                .map(slug -> slug.asString())).containsExactlyElementsOf(SLUGS);
    }

    /** With the default's; what Spanish lacks shows as a sentence that is not its own. */
    private static Set<String> keys(Locale language) {
        return new TreeSet<>(Messages.bundle(language).keySet());
    }
}
