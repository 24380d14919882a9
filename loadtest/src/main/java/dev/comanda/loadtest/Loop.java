package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import dev.comanda.loadtest.Measure.Latency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tills in this JVM, a thread each: the next order goes out when the last one is answered. */
final class Loop {

    private Loop() {}

    /** One till's connection. */
    interface Till {

        /** @return whether it was answered as it should be */
        boolean sell(Cart cart) throws Exception;

        void close() throws Exception;
    }

    interface Opening {

        Till open(int till) throws Exception;
    }

    private record Shift(long[] nanos, long answers, long failures, long sent) {}

    static Measure run(Run run, int tills, int seconds, long replayed, Opening opening)
            throws Exception {
        List<Till> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tills)) {
            for (int till = 0; till < tills; till++) {
                open.add(opening.open(till));
            }
            long start = System.nanoTime();
            long end = start + seconds * 1_000_000_000L;
            List<Callable<Shift>> work = new ArrayList<>();
            for (int till = 0; till < tills; till++) {
                int number = till;
                work.add(() -> shift(run, number, end, replayed, open.get(number)));
            }
            List<Shift> shifts = new ArrayList<>();
            for (Future<Shift> shift : threads.invokeAll(work)) {
                shifts.add(shift.get());
            }
            double took = (System.nanoTime() - start) / 1e9;
            return new Measure(shifts.stream().mapToLong(Shift::answers).sum(), took,
                    shifts.stream().mapToLong(Shift::failures).sum(),
                    Latency.of(shifts.stream().map(Shift::nanos).toList()),
                    shifts.stream().map(Shift::sent).toList(), 0, 0, 0);
        } finally {
            for (Till till : open) {
                till.close();
            }
        }
    }

    private static Shift shift(Run run, int number, long end, long replayed, Till till)
            throws Exception {
        long[] nanos = new long[1024];
        int count = 0;
        long failures = 0;
        while (System.nanoTime() < end) {
            Cart cart = Cart.of(run, number, replayed > 0 ? count % replayed : count);
            long before = System.nanoTime();
            if (!till.sell(cart)) {
                failures++;
            }
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = System.nanoTime() - before;
        }
        return new Shift(Arrays.copyOf(nanos, count), count - failures, failures, count);
    }
}
