package dev.comanda.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where a page ended: the sort key of its last product. Opaque on the wire. */
record Cursor(String searchText, UUID id) {

    private static final int UUID_LENGTH = 36;

    static Optional<Cursor> parse(String wire) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(wire), StandardCharsets.UTF_8);
            UUID id = UUID.fromString(text.substring(0, UUID_LENGTH));
            String searchText = text.substring(UUID_LENGTH);
            return searchText.indexOf('\0') < 0
                    ? Optional.of(new Cursor(searchText, id))
                    : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException forged) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((id + searchText).getBytes(StandardCharsets.UTF_8));
    }
}
