package dev.comanda.tariffs;

import dev.comanda.tariffs.Charge.Part;
import dev.comanda.tariffs.Clock.Slice;
import dev.comanda.tariffs.Rate.Ticket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A ticket for each calendar day that is begun, at the rate of its first minute. */
final class DayTicketsMeter implements Meter {

    private final Clock clock;
    private final int people;

    DayTicketsMeter(Clock clock, int people) {
        this.clock = clock;
        this.people = people;
    }

    @Override
    public List<Part> partsAt(long minutes) {
        long due = Meter.due(minutes, clock.tariff());
        List<Part> parts = new ArrayList<>();
        List<Slice> slices = clock.slices();
        for (int i = 0; i < slices.size() && slices.get(i).from() < due;) {
            Slice first = slices.get(i);
            long end = first.to();
            while (++i < slices.size() && slices.get(i).date().equals(first.date())) {
                end = slices.get(i).to();
            }
            long used = Math.max(0, Math.min(end, minutes) - first.from());
            parts.add(part(first.date(), ticket((Rate.DayTickets) first.rate(), used), used));
        }
        return parts;
    }

    private Part part(LocalDate date, Ticket ticket, long used) {
        return new Part("ticket", ticket.name(), date, people, 1, used, ticket.amount(),
                Money.times(ticket.amount(), people));
    }

    /** The last whose minutes are reached; the first is reached from the first instant on. */
    private static Ticket ticket(Rate.DayTickets rate, long used) {
        Ticket reached = rate.tickets().getFirst();
        for (Ticket ticket : rate.tickets()) {
            if (ticket.fromMinutes() <= used) {
                reached = ticket;
            }
        }
        return reached;
    }
}
