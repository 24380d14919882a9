package dev.comanda.loadtest;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What must not hurt: all screens coming back at once, one that does not read, an instance more. */
final class ScreensTrials {

    private static final int TILLS = 8;
    private static final int ORDERS_PER_SECOND = 20;
    private static final int KIB = 1024;
    /** The kernel keeps some MiB for who does not read, then the server 256 KiB. */
    private static final int TO_THE_END_SECONDS = 20;

    private final Screens screens;
    private final ScreensBench bench;
    private final PrintStream out;

    ScreensTrials(Screens screens, ScreensBench bench, PrintStream out) {
        this.screens = screens;
        this.bench = bench;
        this.out = out;
    }

    /** Orders at a fixed rate, in turns with and without all screens being cut and coming back. */
    void storm(Feed feed, int count, int rounds, int seconds) throws Exception {
        List<double[]> calm = new ArrayList<>();
        List<double[]> during = new ArrayList<>();
        List<Double> back = new ArrayList<>();
        Audience audience = ScreensBench.audience(feed);
        screens.open(audience, count, ScreensBench.WAVE);
        for (int round = 0; round < rounds; round++) {
            calm.add(orders(feed, seconds));
            try (ExecutorService weather = Executors.newSingleThreadExecutor()) {
                Future<List<Double>> storms = weather.submit(() -> storms(audience, seconds));
                during.add(orders(feed, seconds));
                back.addAll(storms.get());
            }
        }
        screens.cut(audience);
        double[] seen = back.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        out.printf(Locale.ROOT, """

            | %d screens, %d orders/s | p50 / p95 / p99 ms of an order |
            |---|--:|
            | they stay | %s |
            | all cut, all back at once, %d times | %s |

            all back after %.0f ms (median), %.0f ms (longest)
            """, count, ORDERS_PER_SECOND, ScreensBench.percentiles(calm), seen.length,
                ScreensBench.percentiles(during), seen[seen.length / 2], seen[seen.length - 1]);
    }

    private List<Double> storms(Audience audience, int seconds) throws Exception {
        List<Double> back = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            int count = audience.ready().size();
            long start = System.nanoTime();
            screens.cut(audience);
            screens.open(audience, count, count);
            back.add((System.nanoTime() - start) / 1e6);
        }
        return back;
    }

    /** Milliseconds of each order from when it was due, whether a till was free or not; sorted. */
    private static double[] orders(Feed feed, int seconds) throws Exception {
        List<Future<Double>> orders = new ArrayList<>();
        try (ExecutorService tills = Executors.newFixedThreadPool(TILLS)) {
            long due = System.nanoTime();
            for (int i = 0; i < seconds * ORDERS_PER_SECOND; i++) {
                Feed.Writer till = feed.writer(i % TILLS);
                long now = due;
                orders.add(tills.submit(() -> {
                    if (!till.post()) {
                        throw new IllegalStateException("an order was refused");
                    }
                    return (System.nanoTime() - now) / 1e6;
                }));
                due += 1_000_000_000L / ORDERS_PER_SECOND;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        }
        double[] ms = new double[orders.size()];
        for (int i = 0; i < ms.length; i++) {
            ms[i] = orders.get(i).get();
        }
        Arrays.sort(ms);
        return ms;
    }

    /** In turns with and without one that reads nothing; then what the heap says of it. */
    void frozen(Feed feed, int count, ScreensBench.Plan plan) throws Exception {
        double before = feed.liveBytes();
        Audience good = ScreensBench.audience(feed);
        screens.open(good, count, ScreensBench.WAVE);
        double open = feed.liveBytes();
        List<double[]> alone = new ArrayList<>();
        List<double[]> beside = new ArrayList<>();
        List<Double> aloneRate = new ArrayList<>();
        List<Double> besideRate = new ArrayList<>();
        double most = 0;
        int closed = 0;
        for (int round = 0; round < plan.rounds(); round++) {
            alone.add(bench.latencies(feed, good, plan.events()));
            aloneRate.add(rate(feed, good, plan.seconds()));
            Audience bad = ScreensBench.audience(feed, true);
            screens.open(bad, 1, 1);
            screens.freeze(bad, true);
            beside.add(bench.latencies(feed, good, plan.events()));
            besideRate.add(rate(feed, good, plan.seconds()));
            most = Math.max(most, feed.liveBytes());
            closed += ended(feed, good, bad) ? 1 : 0;
        }
        double after = feed.liveBytes();
        screens.cut(good);
        ScreensBench.whole(good);
        TimeUnit.SECONDS.sleep(1); // what was cut is noticed
        double gone = feed.liveBytes();
        out.printf(Locale.ROOT,
                """

                    | %d screens | p50 / p95 / p99 ms to the last | deliveries/s, saturated |
                    |---|--:|--:|
                    | alone | %s | %.0f |
                    | beside one that reads nothing | %s | %.0f |

                    that one was closed in %d of %d rounds; live on the heap: %.1f MiB before, %.1f with all \
                    open, %.1f at most beside a frozen one, %.1f when it was closed, %.1f when all were gone
                    """,
                count, ScreensBench.percentiles(alone), median(aloneRate),
                ScreensBench.percentiles(beside), median(besideRate), closed, plan.rounds(),
                mib(before), mib(open), mib(most), mib(after), mib(gone));
    }

    private double rate(Feed feed, Audience audience, int seconds) throws Exception {
        long before = audience.deliveries();
        double took = bench.saturate(feed, audience, seconds);
        return (audience.deliveries() - before) / took;
    }

    /** Whether the frozen one is let go in the end. */
    private boolean ended(Feed feed, Audience good, Audience bad) throws Exception {
        bench.saturate(feed, good, TO_THE_END_SECONDS);
        screens.freeze(bad, false);
        TimeUnit.SECONDS.sleep(1);
        boolean ended = bad.ended() == 1;
        screens.cut(bad);
        return ended;
    }

    /** Posts to the first; how much later an event is on the last screen of the second. */
    void second(Feed first, Feed second, int each, ScreensBench.Plan plan) throws Exception {
        Audience near = ScreensBench.audience(first);
        Audience far = ScreensBench.audience(second);
        screens.open(near, each, ScreensBench.WAVE);
        screens.open(far, each, ScreensBench.WAVE);
        List<double[]> nearMs = new ArrayList<>();
        List<double[]> behindMs = new ArrayList<>();
        for (int round = -1; round < plan.rounds(); round++) { // the first warms the second's up
            int event = near.events();
            int farEvent = far.events();
            double[] ms = bench.latencies(first, near, plan.events());
            far.await(plan.events());
            double[] behind = new double[plan.events()];
            for (int i = 0; i < behind.length; i++) {
                behind[i] = (far.lastNanos(farEvent + i) - near.lastNanos(event + i)) / 1e6;
            }
            Arrays.sort(behind);
            if (round >= 0) {
                nearMs.add(ms);
                behindMs.add(behind);
            }
        }
        for (Audience all : List.of(near, far)) {
            screens.cut(all);
            ScreensBench.whole(all);
        }
        out.printf(Locale.ROOT, """

            | %d screens on each of two instances | p50 / p95 / p99 ms |
            |---|--:|
            | POST to the last of the first's | %s |
            | from there to the last of the second's | %s |
            """, each, ScreensBench.percentiles(nearMs), ScreensBench.percentiles(behindMs));
    }

    private static double median(List<Double> values) {
        return Measure.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double mib(double bytes) {
        return bytes / KIB / KIB;
    }
}
