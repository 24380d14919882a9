package dev.comanda.realtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who gives a sign of life how often, as STOMP 1.2 negotiates it.
 *
 * @param outgoing at least every so many milliseconds from here; 0 never
 * @param incoming at least every so many milliseconds from the client; 0 never
 */
record HeartBeat(long outgoing, long incoming) {
    /** What is offered and wanted here, in milliseconds. */
    static final long OWN = 10_000;

    private static final Pattern ASKED = Pattern.compile("(\\d{1,9}),(\\d{1,9})");

    /**
     * What comes of both sides' wishes; empty where the client's is none.
     *
     * @param asked the client's header: what it can give, what it wants
     */
    static Optional<HeartBeat> negotiate(String asked) {
        Matcher numbers = ASKED.matcher(asked);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        return Optional.of(new HeartBeat(slower(Long.parseLong(numbers.group(2))),
                slower(Long.parseLong(numbers.group(1)))));
    }

    private static long slower(long theirs) {
        return theirs == 0 ? 0 : Math.max(OWN, theirs);
    }
}
