package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The questions: how much of what PostgreSQL can do is left through HTTP, what does an order cost
 * in CPU, is a replay cheaper. Both sides are measured in turns, a few seconds each, so that what
 * else the machine does hits them alike; figures are medians over the rounds.
 */
final class Bench {

    /** How to measure: seconds per turn, turns of each side. */
    record Plan(List<Integer> clients, List<Boolean> hot, int rounds, int seconds) {}

    private record Pair(Measure direct, Measure http) {}

    private final Tills direct;
    private final Tills http;
    private final Cpu cpu;
    private final Books books;
    private final PrintStream out;
    private int runs;

    Bench(Tills direct, Tills http, Cpu cpu, Books books, PrintStream out) {
        this.direct = direct;
        this.http = http;
        this.cpu = cpu;
        this.books = books;
        this.out = out;
    }

    /**
     * Lets the JIT compilers come to rest, which takes 60 to 100 thousand requests. Replays take
     * the same way through the application and are several times as fast, so they are most of it.
     */
    void warmUp(int seconds, int clients) throws Exception {
        if (seconds > 0) {
            int first = Math.max(1, seconds / 4);
            int again = Math.max(1, seconds / 2);
            out.printf(
                    "warm-up, %d clients: HTTP %d s new orders, %d s replays; direct %d s%n",
                    clients, first, again, first);
            Run run = next(false);
            Measure orders = measured(http, run, clients, first, 0);
            books.add(run, orders);
            Measure replays = measured(http, run, clients, again, common(orders));
            sell(direct, clients, false, first);
            out.printf("%,d requests warmed the server%n", orders.answers() + replays.answers());
        }
    }

    void firstAnswers(Plan plan) throws Exception {
        out.println("""

            | products | clients | direct /s | HTTP /s | HTTP : direct | JVM s/1000 \
            | PG s/1000 | PG s/1000 direct | wrk s/1000 | direct p50/p95/p99 ms \
            | HTTP p50/p95/p99 ms |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|""");
        for (boolean hot : plan.hot()) {
            for (int clients : plan.clients()) {
                row(hot ? "one hot" : "200", clients, pairs(plan, clients, hot));
            }
        }
    }

    /** First answers and their replays in turns, over HTTP. */
    void replays(Plan plan, int clients) throws Exception {
        List<Measure> firsts = new ArrayList<>();
        List<Measure> again = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            Run run = next(false);
            Measure first = measured(http, run, clients, plan.seconds(), 0);
            books.add(run, first);
            firsts.add(first);
            again.add(measured(http, run, clients, plan.seconds(), common(first)));
        }
        out.println("""

            | %d clients, HTTP | /s | JVM s/1000 | PG s/1000 | p50/p95/p99 ms | failures |
            |---|--:|--:|--:|--:|--:|""".formatted(clients));
        for (List<Measure> side : List.of(firsts, again)) {
            out.printf(Locale.ROOT, "| %s | %.0f | %.2f | %.2f | %s | %d |%n",
                    side == firsts ? "first answers" : "replays",
                    Measure.median(side, Measure::perSecond),
                    Measure.median(side, Measure::jvmPer1000),
                    Measure.median(side, Measure::postgresPer1000), latency(side),
                    side.stream().mapToLong(Measure::failures).sum());
        }
    }

    /** Orders over HTTP while events are numbered and followed, and while they are not, in turns. */
    void feed(Plan plan, Numbering numbering) throws Exception {
        out.println("""

            | clients | events | orders /s | JVM s/1000 | PG s/1000 | p50/p95/p99 ms | on : off |
            |--:|---|--:|--:|--:|--:|--:|""");
        for (int clients : plan.clients()) {
            List<Measure> off = new ArrayList<>();
            List<Measure> on = new ArrayList<>();
            for (int round = 0; round < plan.rounds(); round++) {
                numbering.stop();
                off.add(sell(http, clients, false, plan.seconds()));
                numbering.goOn();
                on.add(sell(http, clients, false, plan.seconds()));
            }
            double[] ratios = new double[on.size()];
            for (int round = 0; round < ratios.length; round++) {
                ratios[round] = on.get(round).perSecond() / off.get(round).perSecond();
            }
            feedRow(clients, "off", off, "");
            feedRow(clients, "on", on,
                    String.format(Locale.ROOT, "%.2f", Measure.median(ratios)));
        }
    }

    private void feedRow(int clients, String events, List<Measure> side, String ratio) {
        out.printf(Locale.ROOT, "| %d | %s | %.0f | %.2f | %.2f | %s | %s |%n", clients, events,
                Measure.median(side, Measure::perSecond),
                Measure.median(side, Measure::jvmPer1000),
                Measure.median(side, Measure::postgresPer1000), latency(side), ratio);
    }

    /** Medians of p95 in ms: direct, then HTTP, for each number of clients. */
    List<double[]> p95(Plan plan) throws Exception {
        List<double[]> values = new ArrayList<>();
        for (int clients : plan.clients()) {
            List<Pair> pairs = pairs(plan, clients, false);
            values.add(new double[]{
                    Measure.median(pairs.stream().map(Pair::direct).toList(),
                            m -> m.latency().p95()),
                    Measure.median(pairs.stream().map(Pair::http).toList(),
                            m -> m.latency().p95())});
        }
        return values;
    }

    private List<Pair> pairs(Plan plan, int clients, boolean hot) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            Measure limit = sell(direct, clients, hot, plan.seconds());
            pairs.add(new Pair(limit, sell(http, clients, hot, plan.seconds())));
        }
        return pairs;
    }

    private void row(String products, int clients, List<Pair> pairs) {
        List<Measure> limit = pairs.stream().map(Pair::direct).toList();
        List<Measure> over = pairs.stream().map(Pair::http).toList();
        double ratio = Measure.median(pairs.stream()
                .mapToDouble(pair -> pair.http().perSecond() / pair.direct().perSecond())
                .toArray());
        out.printf(Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %s | %s |%n",
                products, clients, Measure.median(limit, Measure::perSecond),
                Measure.median(over, Measure::perSecond), ratio,
                Measure.median(over, Measure::jvmPer1000),
                Measure.median(over, Measure::postgresPer1000),
                Measure.median(limit, Measure::postgresPer1000),
                Measure.median(over, Measure::clientPer1000), latency(limit), latency(over));
    }

    private static String latency(List<Measure> side) {
        return String.format(Locale.ROOT, "%.1f / %.1f / %.1f",
                Measure.median(side, m -> m.latency().p50()),
                Measure.median(side, m -> m.latency().p95()),
                Measure.median(side, m -> m.latency().p99()));
    }

    private Measure sell(Tills tills, int clients, boolean hot, int seconds) throws Exception {
        Run run = next(hot);
        Measure measure = measured(tills, run, clients, seconds, 0);
        books.add(run, measure);
        return measure;
    }

    private Measure measured(Tills tills, Run run, int clients, int seconds, long replayed)
            throws Exception {
        Cpu.Used before = cpu.now();
        Measure measure = tills.sell(run, clients, seconds, replayed);
        return measure.withCpu(cpu.now().since(before));
    }

    /** So many orders has each till certainly been answered; at least one, for a replay. */
    private static long common(Measure measure) {
        return Math.max(1, measure.sent().stream().mapToLong(sent -> sent - 1).min().orElse(1));
    }

    private Run next(boolean hot) {
        if (runs > 0xfff) {
            throw new IllegalArgumentException("more than 4096 runs: fewer rounds, please");
        }
        return new Run(runs++, System.currentTimeMillis(), hot);
    }
}
