package dev.comanda.tariffs;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules by which time is charged; as JSON what {@code docs/openapi.json} calls
 * {@code TariffRules}. Two tariffs with equal rules are the same tariff.
 *
 * @param code         its name for other programs, such as {@code hourly}
 * @param name         as printed on the ticket
 * @param taxRateBp    basis points: 1600 is 16 %
 * @param perPerson    each person is charged; otherwise the seat is, whoever sits there
 * @param graceMinutes whole minutes past the end of a block, pass or day that begin no new one;
 *                     never those of the first
 * @param rate         what holds where no window does
 * @param windows      none overlaps another
 */
public record Tariff(String code, String name, int taxRateBp, boolean perPerson, int graceMinutes,
        Rate rate, List<Window> windows) {

    public Tariff {
        windows = List.copyOf(Objects.requireNonNullElse(windows, List.of()));
    }

    /** Reads what {@code tariffs.rules} holds: rules that were checked when they were written. */
    public static Tariff parse(String rules) {
        return JsonMapper.shared().readValue(rules, Tariff.class);
    }

    Rate rateAt(LocalDateTime local) {
        for (Window window : windows) {
            if (window.holds(local)) {
                return window.rate();
            }
        }
        return rate;
    }
}
