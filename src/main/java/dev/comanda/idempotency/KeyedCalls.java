package dev.comanda.idempotency;

import dev.comanda.database.Database;
import dev.comanda.idempotency.KeyedAnswer.Done;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.web.ProblemType;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets one call per key at a time into the database. Copies of it that arrive meanwhile wait here,
 * without a connection, and share its answer; on other instances the database tells them apart
 * ({@code claim_key}) and they ask again until the first is through.
 */
@Component
public class KeyedCalls {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final long SHORTEST_PAUSE_MS = 10;
    private static final long LONGEST_PAUSE_MS = 250;
    private static final Refused IN_FLIGHT = new Refused(ProblemType.REQUEST_IN_FLIGHT, "{}");

    private final Database database;
    private final ConcurrentMap<Name, Running> running = new ConcurrentHashMap<>();

    KeyedCalls(Database database) {
        this.database = database;
    }

    private record Name(int locationId, String key) {}

    private record Running(Fingerprint request, CompletableFuture<KeyedAnswer> answer) {}

    /**
     * Answers a keyed request: with the first answer, or by calling.
     *
     * @param operation as retries and metrics name it, for example {@code order creation}
     * @param call      one round trip, repeated after a passing failure
     * @return the ending; {@code request-in-flight} where the first call outlasted
     *     {@link #LONGEST_WAIT}
     * @throws dev.comanda.database.DatabaseUnavailableException nothing is known to have happened;
     *     the same key may be tried again
     */
    public KeyedAnswer answer(String operation, int locationId, IdempotencyKey key,
            Fingerprint request, Supplier<KeyedAnswer> call) {
        Name name = new Name(locationId, key.value());
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            Running mine = new Running(request, new CompletableFuture<>());
            Running first = running.putIfAbsent(name, mine);
            if (first == null) {
                return lead(operation, name, mine, call, deadline);
            }
            @Nullable
            KeyedAnswer shared = await(first, deadline);
            if (isInFlight(shared)) {
                return IN_FLIGHT;
            }
            if (shared != null && first.request().equals(request)) {
                return shared instanceof Done(String body, boolean _)
                        ? new Done(body, true)
                        : shared;
            }
        }
    }

    /** Whether a call with this key is under way on this instance. */
    public boolean isRunning(int locationId, String key) {
        return running.containsKey(new Name(locationId, key));
    }

    private KeyedAnswer lead(String operation, Name name, Running mine,
            Supplier<KeyedAnswer> call, long deadline) {
        try {
            KeyedAnswer answer = untilClaimed(operation, call, deadline);
            mine.answer().complete(answer);
            return answer;
        } finally {
            running.remove(name, mine);
            mine.answer().cancel(false); // after a failure each copy tries for itself
        }
    }

    private KeyedAnswer untilClaimed(String operation, Supplier<KeyedAnswer> call, long deadline) {
        long pauseMs = SHORTEST_PAUSE_MS;
        while (true) {
            KeyedAnswer answer = database.keyed(operation, call);
            if (!isInFlight(answer) || System.nanoTime() >= deadline) {
                return answer;
            }
            pause(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1));
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    private static boolean isInFlight(@Nullable KeyedAnswer answer) {
        return answer instanceof Refused(ProblemType reason, String _)
                && reason == ProblemType.REQUEST_IN_FLIGHT;
    }

    /** The first call's answer; null where it failed, so that the copy tries for itself. */
    private static @Nullable KeyedAnswer await(Running first, long deadline) {
        try {
            return first.answer().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return IN_FLIGHT;
        } catch (CancellationException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return IN_FLIGHT;
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
