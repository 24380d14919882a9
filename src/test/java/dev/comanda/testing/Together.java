package dev.comanda.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many callers at one moment. */
public final class Together {

    private Together() {}

    /** Does {@code work} with 0 to {@code callers} - 1, all started by one shot. */
    public static <T> List<T> all(int callers, IntFunction<T> work) {
        CyclicBarrier shot = new CyclicBarrier(callers);
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            calls.add(() -> {
                shot.await();
                return work.apply(caller);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }
}
