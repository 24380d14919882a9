package dev.comanda.loadtest;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How soon a change is on the last of many screens, at what cost, beside what the least that could
 * do it needs. Servers take turns, so that what else the machine does hits them alike.
 */
final class ScreensBench {

    /** Screens that are opened at once, where it is not the storm that is looked at. */
    static final int WAVE = 100;
    /** From so many on it is the screens that are the work, not the events. */
    private static final int MANY = 500;
    private static final int WRITERS = 4;
    /** Events under way at saturation: more only wait, and screens that fall behind are let go. */
    private static final int WINDOW = 32;

    /** Events for the latency and seconds at saturation, each of so many rounds. */
    record Plan(List<Integer> screens, int rounds, int events, int seconds) {}

    /** One round of one server. */
    private record Round(double[] ms, Cost calm, double perSecond, Cost cost, double resident,
            double live) {}

    /** CPU seconds per million deliveries, of the server and of this generator. */
    private record Cost(double server, double own) {}

    private final Screens screens;
    private final PrintStream out;

    ScreensBench(Screens screens, PrintStream out) {
        this.screens = screens;
        this.out = out;
    }

    /** Lets compilers come to rest: sockets come and go, and events are sent. */
    void warmUp(List<Feed> feeds, int count, int seconds) throws Exception {
        for (Feed feed : feeds) {
            for (int round = 0; round < 3; round++) {
                Audience audience = audience(feed);
                screens.open(audience, count, WAVE);
                latencies(feed, audience, 20);
                saturate(feed, audience, Math.max(1, seconds / 3));
                screens.cut(audience);
            }
        }
    }

    void compare(List<Feed> feeds, Plan plan) throws Exception {
        out.println("""

            | screens | server | p50 / p95 / p99 ms to the last | CPU s per million | generator's \
            | deliveries/s, saturated | CPU s per million | generator's | RSS KiB a connection \
            | live KiB a connection |
            |--:|---|--:|--:|--:|--:|--:|--:|--:|--:|""");
        for (int count : plan.screens()) {
            Map<Feed, List<Round>> rounds = new HashMap<>();
            for (int round = 0; round < plan.rounds(); round++) {
                for (Feed feed : feeds) {
                    rounds.computeIfAbsent(feed, _ -> new ArrayList<>())
                            .add(round(feed, count, plan));
                }
            }
            for (Feed feed : feeds) {
                List<Round> all = rounds.getOrDefault(feed, List.of());
                out.printf(Locale.ROOT,
                        "| %d | %s | %s | %.1f | %.1f | %.0f | %.1f | %.1f | %.1f | %.1f |%n",
                        count, feed.name(), percentiles(all.stream().map(Round::ms).toList()),
                        median(all, r -> r.calm().server()), median(all, r -> r.calm().own()),
                        median(all, Round::perSecond), median(all, r -> r.cost().server()),
                        median(all, r -> r.cost().own()), median(all, Round::resident),
                        median(all, Round::live));
            }
        }
    }

    private Round round(Feed feed, int count, Plan plan) throws Exception {
        Audience audience = audience(feed);
        double live = feed.liveBytes();
        double resident = Memory.resident(feed.pid());
        screens.open(audience, count, WAVE);
        live = (feed.liveBytes() - live) / count / 1024;
        resident = (Memory.resident(feed.pid()) - resident) / count / 1024;
        Meter calm = new Meter(feed, audience);
        double[] ms = latencies(feed, audience, plan.events());
        Cost calmCost = calm.cost();
        double perSecond = Double.NaN;
        Meter full = new Meter(feed, audience);
        if (count >= MANY) {
            double seconds = saturate(feed, audience, plan.seconds());
            perSecond = full.deliveries() / seconds;
        }
        Cost fullCost = full.cost();
        screens.cut(audience);
        whole(audience);
        return new Round(ms, calmCost, perSecond, fullCost, resident, live);
    }

    /** What was used and delivered since it was made. */
    private static final class Meter {
        private final Feed feed;
        private final Audience audience;
        private final double server;
        private final double own;
        private final long delivered;

        Meter(Feed feed, Audience audience) {
            this.feed = feed;
            this.audience = audience;
            server = Cpu.seconds(feed.pid());
            own = Cpu.seconds(ProcessHandle.current().pid());
            delivered = audience.deliveries();
        }

        long deliveries() {
            return audience.deliveries() - delivered;
        }

        Cost cost() {
            double millions = deliveries() / 1e6;
            return new Cost((Cpu.seconds(feed.pid()) - server) / millions,
                    (Cpu.seconds(ProcessHandle.current().pid()) - own) / millions);
        }
    }

    /** Milliseconds from each POST to the last screen, sorted; one event at a time. */
    double[] latencies(Feed feed, Audience audience, int events) throws Exception {
        Feed.Writer writer = feed.writer(0);
        double[] ms = new double[events];
        for (int i = 0; i < events; i++) {
            // not in step with anything that the server does by the clock
            Thread.sleep(ThreadLocalRandom.current().nextInt(20, 40));
            int event = audience.events();
            long start = System.nanoTime();
            accepted(writer.post());
            audience.await(1);
            ms[i] = (audience.lastNanos(event) - start) / 1e6;
        }
        Arrays.sort(ms);
        return ms;
    }

    /** Posts as fast as the screens are shown it; seconds until the last was. */
    double saturate(Feed feed, Audience audience, int seconds) throws Exception {
        Semaphore room = new Semaphore(WINDOW);
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        int posted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Feed.Writer writer = feed.writer(i);
                writers.add(threads.submit(() -> {
                    int own = 0;
                    while (System.nanoTime() < end) {
                        if (room.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                            accepted(writer.post());
                            own++;
                        }
                    }
                    return own;
                }));
            }
            int shown = 0;
            while (System.nanoTime() < end) {
                if (audience.everywhere().tryAcquire(10, TimeUnit.MILLISECONDS)) {
                    shown++;
                    room.release();
                }
            }
            for (Future<Integer> writer : writers) {
                posted += writer.get();
            }
            audience.await(posted - shown);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    static Audience audience(Feed feed) {
        return audience(feed, false);
    }

    /** @param small whether the kernel keeps as little for them as it can */
    static Audience audience(Feed feed, boolean small) {
        URI server = feed.server();
        return new Audience(feed.wire(), new InetSocketAddress(server.getHost(), server.getPort()),
                feed.token(), small);
    }

    private static void accepted(boolean posted) {
        if (!posted) {
            throw new IllegalStateException("an event was refused");
        }
    }

    static void whole(Audience audience) {
        if (audience.ended() > 0) {
            throw new IllegalStateException(audience.ended() + " screens were let go");
        }
    }

    /** Medians of the rounds' percentiles. */
    static String percentiles(List<double[]> rounds) {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", at(rounds, 0.50),
                at(rounds, 0.95), at(rounds, 0.99));
    }

    private static double at(List<double[]> rounds, double share) {
        return Measure.median(rounds.stream()
                .mapToDouble(ms -> ms[(int) Math.min(ms.length - 1L, (long) (share * ms.length))])
                .toArray());
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Measure.median(rounds.stream().mapToDouble(value).toArray());
    }
}
