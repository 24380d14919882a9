package dev.comanda.passes;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which pass: the order in which it was bought, the line, and which of the line's quantity. */
public record PassId(UUID order, int line, int number) {

    private static final Pattern FORM = Pattern.compile(
            "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
                    + "\\.([1-9][0-9]{0,3})\\.([1-9][0-9]{0,3})");

    /** Empty where no pass can have that id. */
    public static Optional<PassId> parse(String id) {
        Matcher parts = FORM.matcher(id);
        return parts.matches()
                ? Optional.of(new PassId(UUID.fromString(parts.group(1)),
                        Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }
}
