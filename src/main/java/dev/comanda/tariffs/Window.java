package dev.comanda.tariffs;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;

/**
 * Weekdays and hours, by the shop's clock, in which another rate holds. What begins in a window
 * costs what the window says, however long it lasts.
 *
 * @param days {@code monday} to {@code sunday}
 * @param from first minute of the window
 * @param to   first minute after it; 00:00: the end of the day
 */
public record Window(List<String> days, @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonFormat(pattern = "HH:mm") LocalTime to, Rate rate) {

    public Window {
        days = List.copyOf(days);
    }

    boolean holds(LocalDateTime local) {
        LocalTime time = local.toLocalTime();
        return days.contains(name(local.getDayOfWeek())) && !time.isBefore(from)
                && (toTheEnd() || time.isBefore(to));
    }

    boolean overlaps(Window other) {
        return days.stream().anyMatch(other.days::contains)
                && (other.toTheEnd() || from.isBefore(other.to))
                && (toTheEnd() || other.from.isBefore(to));
    }

    boolean toTheEnd() {
        return to.equals(LocalTime.MIDNIGHT);
    }

    private static String name(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }
}
