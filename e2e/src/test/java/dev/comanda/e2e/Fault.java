package dev.comanda.e2e;

import java.util.List;
import java.util.Random;

/** What a network may do to one call. */
enum Fault {
    NONE,
    /** Takes its time. */
    DELAY,
    /** Breaks before the server has heard of it. */
    CUT_CALL,
    /** The server did it; the answer is lost. */
    DROP_ANSWER,
    /** The answer breaks off in the middle. */
    CUT_ANSWER,
    /** Nothing comes back while the caller is patient; the server did it. */
    HANG,
    /** The server hears it twice at the same time. */
    DUPLICATE,
    /** Breaks for the caller, and reaches the server after what the caller sends next. */
    LATE,
    /** A gateway answers instead, in HTML, after the server did it. */
    GATEWAY;

    private static final List<Fault> ALL = List.of(values());

    /** Half of all calls go well. */
    static Fault any(Random random) {
        return random.nextBoolean() ? NONE : ALL.get(random.nextInt(ALL.size()));
    }
}
