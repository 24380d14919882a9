package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;

/** What axe-core finds on a page as it is now. */
final class Axe {

    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    /** Buttons, links and fields lower than 44 px that are no part of a sentence. */
    private static final String SMALL = """
        () => [...document.querySelectorAll('button, nav a, select, summary, label.check,'
            + ' input:not([type=checkbox], [type=radio])')]
          .filter(each => each.checkVisibility())
          .filter(each => each.getBoundingClientRect().height < 44)
          .map(each => each.outerHTML)
        """;

    private Axe() {}

    static void findsNothingSerious(Page page, String state) {
        assertGood(new AxeBuilder(page), state);
    }

    /** What colours alone can spoil; takes a tenth of the time. */
    static void findsNothingPale(Page page, String state) {
        assertGood(new AxeBuilder(page).withRules(List.of("color-contrast")), state);
    }

    /** What a finger misses. */
    static void findsNothingSmall(Page page, String state) {
        assertThat((List<?>) page.evaluate(SMALL)).as(state).isEmpty();
    }

    private static void assertGood(AxeBuilder axe, String state) {
        List<String> findings = axe.analyze().getViolations().stream()
                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                .flatMap(rule -> rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getHtml() + " "
                                + node.getFailureSummary()))
                .toList();
        assertThat(findings).as(state).isEmpty();
    }
}
