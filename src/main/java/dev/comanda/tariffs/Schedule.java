package dev.comanda.tariffs;

import java.util.List;

/**
 * The charge of a stay over time, as long as nothing is changed: from each step's minute on its
 * amount holds until the next step's. A screen takes the whole minutes since the stay began and
 * shows the last step that is not after them; that is what {@link Stay#chargeAt} charges then.
 *
 * @param steps       ascending, neither empty nor with an amount twice in a row; begins at minute
 *                    0 unless there is too much past to send
 * @param untilMinute the first minute that this says nothing about: before then a screen asks for
 *                    the session again
 */
public record Schedule(List<Step> steps, long untilMinute) {

    public Schedule {
        steps = List.copyOf(steps);
    }

    /** From that whole minute since the stay began on, the stay costs that amount. */
    public record Step(long fromMinute, long amount) {}
}
