package dev.comanda.tariffs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How minutes become money, for one person (or for the seat). Amounts in minor units of the
 * location's currency. As JSON, an object whose one member names the kind:
 * {@code {"blocks":{"first":…}}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({@JsonSubTypes.Type(value = Rate.Blocks.class, name = "blocks"),
        @JsonSubTypes.Type(value = Rate.Passes.class, name = "passes"),
        @JsonSubTypes.Type(value = Rate.DayTickets.class, name = "dayTickets")})
public sealed interface Rate {

    /**
     * A first block that is due from the first instant, then later ones, each as it begins; a day
     * never costs more than its day price.
     *
     * @param dayPrice null: a day costs what its blocks cost
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Blocks(First first, Later later, @Nullable DayPrice dayPrice) implements Rate {}

    /** What is due from the first instant on, and how many minutes it lasts. */
    record First(int minutes, long amount) {}

    /**
     * What follows.
     *
     * @param prorated the amount accrues minute by minute, half up, instead of block by block
     */
    record Later(int minutes, long amount, boolean prorated) {}

    /**
     * The most that a calendar day of the shop costs.
     *
     * @param fromMinutes after so many minutes in the day in which the stay began it costs just
     *                    that, even where the blocks would still be cheaper; null: only a cap
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DayPrice(long amount, @Nullable Integer fromMinutes) {}

    /**
     * Passes in the cheapest combination that covers the time.
     *
     * @param dayAmount a pass for the rest of the calendar day; null: there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Passes(List<Pass> passes, @Nullable Long dayAmount) implements Rate {

        public Passes {
            passes = List.copyOf(passes);
        }
    }

    /** So many minutes for that amount, as often as it takes. */
    record Pass(String name, int minutes, long amount) {}

    /** A ticket for each calendar day of the shop, dearer the more of the day is used. */
    record DayTickets(List<Ticket> tickets) implements Rate {

        public DayTickets {
            tickets = List.copyOf(tickets);
        }
    }

    /** What a day costs from so many minutes in it on. */
    record Ticket(String name, int fromMinutes, long amount) {}
}
