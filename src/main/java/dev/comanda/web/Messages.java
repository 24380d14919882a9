package dev.comanda.web;

import jakarta.servlet.http.HttpServletRequest;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The sentences that a cashier may see, in English (default) or Spanish. */
final class Messages {

    static final Locale SPANISH = Locale.of("es");
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, SPANISH);

    /** Without the fallback, a server whose own locale is Spanish would answer Spanish to all. */
    private static final ResourceBundle.Control ASKED_LANGUAGE_ONLY = ResourceBundle.Control
            .getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Messages() {}

    /** What Accept-Language asks for among our languages; English where it asks nothing. */
    static Locale languageOf(@Nullable HttpServletRequest request) {
        String asked = request == null ? null : request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (asked == null) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(asked), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }

    /** The sentence in the language of the request being served. */
    static String text(String key, Object... arguments) {
        return text(languageOf(Problem.currentRequest()), key, arguments);
    }

    static String text(Locale language, String key, Object... arguments) {
        String pattern = bundle(language).getString(key);
        Object[] plain = Arrays.stream(arguments).map(String::valueOf).toArray();
        return new MessageFormat(pattern, language).format(plain);
    }

    /** The sentence of a rule; a general one where it has none of its own. */
    static String rule(String rule, Object... arguments) {
        String key = "rule." + rule;
        return text(bundle(Locale.ENGLISH).containsKey(key) ? key : "rule.other", arguments);
    }

    static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle("messages", language, ASKED_LANGUAGE_ONLY);
    }
}
