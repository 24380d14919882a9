package dev.comanda.tariffs;

import dev.comanda.tariffs.Rate.Blocks;
import dev.comanda.tariffs.Rate.DayTickets;
import dev.comanda.tariffs.Rate.Passes;
import dev.comanda.tariffs.Rate.Ticket;
import dev.comanda.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the schema cannot say of a tariff. A tariff that passes is never cheaper for longer, and
 * never rises by more than one of its blocks (passes, tickets) for each person.
 */
final class TariffCheck {

    private final Tariff tariff;
    /** Where the rules stand in the body: a JSON pointer. */
    private final String at;
    private final List<Rate> rates = new ArrayList<>();

    private TariffCheck(Tariff tariff, String at) {
        this.tariff = tariff;
        this.at = at;
        rates.add(tariff.rate());
        tariff.windows().forEach(window -> rates.add(window.rate()));
    }

    /** @throws ProblemException validation, naming the first field that does not fit the others */
    static void require(Tariff tariff, String pointer) {
        TariffCheck check = new TariffCheck(tariff, pointer);
        check.windows();
        for (int i = 0; i < check.rates.size(); i++) {
            String where = pointer + (i == 0 ? "/rate" : "/windows/" + (i - 1) + "/rate");
            switch (check.rates.get(i)) {
                case Blocks blocks -> check.blocks(blocks, where + "/blocks");
                case Passes _ -> {
                }
                case DayTickets days -> tickets(days, where + "/dayTickets/tickets/");
            }
        }
        check.grace();
    }

    private void windows() {
        for (int i = 0; i < tariff.windows().size(); i++) {
            Window window = tariff.windows().get(i);
            String where = at + "/windows/" + i;
            if (!window.toTheEnd() && !window.from().isBefore(window.to())) {
                throw ProblemException.field(where + "/to", "window-order");
            }
            if (tariff.windows().subList(0, i).stream().anyMatch(window::overlaps)) {
                throw ProblemException.field(where, "window-overlap");
            }
            if (!sameShape(tariff.rate(), window.rate())) {
                throw ProblemException.field(where + "/rate", "window-rate");
            }
        }
    }

    private static boolean sameShape(Rate rate, Rate other) {
        if (rate instanceof Blocks one && other instanceof Blocks two) {
            return one.first().minutes() == two.first().minutes()
                    && one.later().minutes() == two.later().minutes()
                    && one.later().prorated() == two.later().prorated();
        }
        return rate.getClass().equals(other.getClass());
    }

    private void blocks(Blocks rate, String where) {
        Rate.DayPrice price = rate.dayPrice();
        if (price == null) {
            return;
        }
        if (price.amount() < rate.first().amount()) {
            throw ProblemException.field(where + "/dayPrice/amount", "minimum",
                    rate.first().amount());
        }
        Integer from = price.fromMinutes();
        if (from != null && price.amount() - least(rate, from) > largestBlock()) {
            throw ProblemException.field(where + "/dayPrice/fromMinutes", "day-price-jump", from,
                    least(rate, from));
        }
    }

    /** The least that so many minutes may have cost by then, whatever windows they fell into. */
    private long least(Blocks shape, int minutes) {
        long first = blocks().mapToLong(rate -> rate.first().amount()).min().orElseThrow();
        long later = blocks().mapToLong(rate -> rate.later().amount()).min().orElseThrow();
        long left = Math.max(0, minutes - tariff.graceMinutes() - shape.first().minutes());
        return first + (shape.later().prorated()
                ? later * left / shape.later().minutes()
                : later * Math.ceilDiv(left, shape.later().minutes()));
    }

    private long largestBlock() {
        return blocks().flatMapToLong(
                rate -> LongStream.of(rate.first().amount(), rate.later().amount()))
                .max().orElseThrow();
    }

    private Stream<Blocks> blocks() {
        return rates.stream().map(Blocks.class::cast);
    }

    private static void tickets(DayTickets days, String where) {
        List<Ticket> tickets = days.tickets();
        if (tickets.getFirst().fromMinutes() != 0) {
            throw ProblemException.field(where + "0/fromMinutes", "const", 0);
        }
        for (int i = 1; i < tickets.size(); i++) {
            if (tickets.get(i).fromMinutes() <= tickets.get(i - 1).fromMinutes()) {
                throw ProblemException.field(where + i + "/fromMinutes", "ascending");
            }
            if (tickets.get(i).amount() < tickets.get(i - 1).amount()) {
                throw ProblemException.field(where + i + "/amount", "ascending");
            }
        }
    }

    private void grace() {
        int shortest = rates.stream().mapToInt(TariffCheck::shortest).min().orElseThrow();
        if (tariff.graceMinutes() >= shortest) {
            throw ProblemException.field(at + "/graceMinutes", "maximum", shortest - 1);
        }
    }

    private static int shortest(Rate rate) {
        return switch (rate) {
            case Blocks blocks -> Math.min(blocks.first().minutes(), blocks.later().minutes());
            case Passes passes -> passes.passes().stream().mapToInt(Rate.Pass::minutes).min()
                    .orElseThrow();
            case DayTickets _ -> 24 * 60;
        };
    }
}
