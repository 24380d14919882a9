package dev.comanda.ops;

import java.util.List;
import java.util.Properties;

/** Whether a server does well enough, from two scrapes of its counters (R 4.23). */
final class RollbackCheck {

    private static final String FAILED = "resilience4j_circuitbreaker_calls_seconds_count";
    private static final String REFUSED = "resilience4j_circuitbreaker_not_permitted_calls_total";
    private static final String ORDERS = "comanda_orders_seconds";

    private RollbackCheck() {}

    /** A server that is not ready, or does not answer at all. */
    static List<Vital> notReady() {
        return List.of(new Vital("not-ready", 1, 0, 0));
    }

    static List<Vital> of(Scrape before, Scrape after, Properties limits) {
        double failed = grown(before, after, FAILED, "kind=\"failed\"")
                + grown(before, after, REFUSED, "");
        double answered = grown(before, after, ORDERS + "_count", "");
        return List.of(
                Vital.of("order-failures-percent",
                        failed == 0 ? 0 : 100 * failed / (failed + answered), limits),
                Vital.of("order-p95-ms", Scrape.p95(before, after, ORDERS, "ending=\"done\""),
                        limits),
                Vital.of("screen-p95-ms",
                        Scrape.p95(before, after, "comanda_events_delay_seconds", ""), limits),
                Vital.of("events-waiting-seconds", after.sum("comanda_outbox_oldest_seconds", ""),
                        limits));
    }

    private static double grown(Scrape before, Scrape after, String name, String label) {
        return Math.max(0, after.sum(name, label) - before.sum(name, label));
    }
}
