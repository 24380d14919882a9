package dev.comanda.security;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is refused as a secret. A length check alone lets the commonest mistake through: a
 * placeholder copied from an example is long enough.
 */
final class SecretPolicy {
    static final int MIN_CHARACTERS = 32;
    static final String GENERATE = "openssl rand -hex 32";

    // 32 random hexadecimal digits measure about 110 bits; "changeme" four times, 88.
    private static final double MIN_BITS = 96;
    private static final List<String> PLACEHOLDERS = List.of("changeme", "change-me", "change_me",
            "cambiame", "cambiar", "replaceme", "replace-me", "replace_me", "placeholder",
            "example",
            "ejemplo", "your-", "your_", "yoursecret", "tu-clave", "tu_clave", "password",
            "contraseña", "secret", "secreto", "default", "xxxxxxxx", "12345678", "qwerty");

    private SecretPolicy() {}

    /**
     * The value, when it will do.
     *
     * @throws WeakSecretException naming the variable, the fault and the generator command, never
     *     the value
     */
    static String check(String variable, String value) {
        if (value.codePointCount(0, value.length()) < MIN_CHARACTERS) {
            throw refused(variable, "is shorter than " + MIN_CHARACTERS + " characters");
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (PLACEHOLDERS.stream().anyMatch(lower::contains)) {
            throw refused(variable, "looks like a placeholder");
        }
        if (bits(value) < MIN_BITS || repeats(value) || runs(value)) {
            throw refused(variable, "is too easy to guess");
        }
        return value;
    }

    static WeakSecretException refused(String variable, String fault) {
        return new WeakSecretException(variable + " " + fault);
    }

    /** Shannon's estimate over the characters: an upper bound, enough to see a monotonous value. */
    private static double bits(String value) {
        double length = value.codePointCount(0, value.length());
        return value.codePoints().boxed()
                .collect(Collectors.groupingBy(c -> c, Collectors.counting()))
                .values().stream()
                .mapToDouble(n -> -n * Math.log(n / length) / Math.log(2))
                .sum();
    }

    private static boolean repeats(String value) {
        return (value + value).indexOf(value, 1) < value.length();
    }

    /** More than half of the steps go to the next, the previous or the same character. */
    private static boolean runs(String value) {
        int steps = 0;
        for (int i = 1; i < value.length(); i++) {
            if (Math.abs(value.charAt(i) - value.charAt(i - 1)) <= 1) {
                steps++;
            }
        }
        return steps * 2 > value.length();
    }
}
