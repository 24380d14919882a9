package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How long guests waited, from the first request for a sale to its answer, and while what. */
final class Waits {

    private final List<Long> answeredAfterMs = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> phases = new ArrayList<>();

    /** Something that is done while the shop sells on. */
    @FunctionalInterface
    interface Deed<T> {
        T run() throws IOException, InterruptedException;
    }

    /** One request. */
    void ask() {
        asked.incrementAndGet();
    }

    synchronized void answered(long afterMs) {
        answeredAfterMs.add(afterMs);
    }

    /** Does it, and keeps how long the guests waited who were answered meanwhile. */
    <T> T during(String what, Deed<T> deed) throws IOException, InterruptedException {
        int first = sales().size();
        long start = System.nanoTime();
        T result = deed.run();
        long ms = (System.nanoTime() - start) / 1_000_000;
        List<Long> all = sales();
        phases.add(String.format(Locale.ROOT, "%s: %.1f s, %s", what, ms / 1000.0,
                text(all.subList(first, all.size()))));
        return result;
    }

    /** Until so many more are answered. */
    void awaitSales(int more, Duration limit) {
        int wanted = sales().size() + more;
        long deadline = System.nanoTime() + limit.toNanos();
        while (sales().size() < wanted) {
            assertThat(System.nanoTime()).as("sales go on").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** One line for the whole, one for each phase. */
    List<String> report() {
        List<Long> all = sales();
        List<String> lines = new ArrayList<>(List.of(
                text(all) + ", " + (asked.get() - all.size()) + " asked again"));
        lines.addAll(phases);
        return lines;
    }

    private synchronized List<Long> sales() {
        return List.copyOf(answeredAfterMs);
    }

    private static String text(List<Long> ms) {
        List<Long> sorted = ms.stream().sorted().toList();
        return sorted.size() + " sales answered" + (sorted.isEmpty()
                ? ""
                : ", ms p50 " + at(sorted, 0.5) + ", p99 " + at(sorted, 0.99) + ", longest "
                        + sorted.getLast());
    }

    private static long at(List<Long> sorted, double quantile) {
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }
}
