package dev.comanda.coworking;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a location wants to be done about sessions by itself.
 *
 * @param alertAfterMinutes a session that is there for so long is overdue; null: none is
 * @param closing           by weekday ({@code monday}), {@code HH:mm} by the shop's clock, at which
 *                          every session that is still open ends; a day left out: at none
 */
record RoomSettings(@Nullable Integer alertAfterMinutes, Map<String, String> closing) {

    RoomSettings {
        closing = Map.copyOf(Objects.requireNonNullElse(closing, Map.of()));
    }
}
