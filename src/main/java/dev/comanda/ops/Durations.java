package dev.comanda.ops;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h}, or as ISO 8601 has it. */
final class Durations implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        String plain = text.strip().toUpperCase(Locale.ROOT);
        if (plain.endsWith("MS")) {
            return Duration.ofMillis(Long.parseLong(plain.substring(0, plain.length() - 2)));
        }
        return Duration.parse(plain.startsWith("P") ? plain : "PT" + plain);
    }
}
