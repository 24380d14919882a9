package dev.comanda.database;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The one way by which capabilities call PostgreSQL: tries again what passes by itself, answers
 * fast while the database is away, and lets every other failure through as it is.
 *
 * <p>Up to three attempts, with full jitter between them; none begins later than
 * {@value #LAST_ATTEMPT_MS} ms after the first. Logs {@code Retrying … (attempt N)} (R 4.3).
 */
public final class Database {

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 3;
    /** Room for one lock_timeout (2 s) and another try. */
    private static final long LAST_ATTEMPT_MS = 3_000;
    private static final long CONFLICT_PAUSE_MS = 40;
    /** The embedded server needs about half a second to come back. */
    private static final long RECONNECT_PAUSE_MS = 400;
    private static final Duration OPEN = Duration.ofSeconds(2);

    private final RetryRegistry keyed = retries(
            failure -> SqlState.isUndone(failure) || SqlState.isConnectionLost(failure));
    private final RetryRegistry once = retries(SqlState::isUndone);
    private final CircuitBreaker breaker;
    private final DataSource pool;
    private final TransactionOperations transactions;
    private final AtomicLong lastEvictionNanos = new AtomicLong(System.nanoTime());

    Database(DataSource pool, MeterRegistry meters, TransactionOperations transactions) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20).minimumNumberOfCalls(8).failureRateThreshold(50)
                .waitDurationInOpenState(OPEN).permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(10))
                .recordException(SqlState::isConnectionLost).build());
        this.pool = pool;
        this.transactions = transactions;
        this.breaker = breakers.circuitBreaker("database");
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        TaggedRetryMetrics.ofRetryRegistry(keyed).bindTo(meters);
        TaggedRetryMetrics.ofRetryRegistry(once).bindTo(meters);
    }

    /**
     * Does work that may be done again although it may already have happened: reads, and writes
     * that carry a key.
     *
     * @param operation for people and metrics, such as "order creation"; one of few
     * @throws DatabaseUnavailableException if the database could not do it in time
     */
    public <T extends @Nullable Object> T keyed(String operation,
            Supplier<T> work) {
        return call(keyed, operation, work);
    }

    /**
     * Does work that must not happen twice: tried again only where PostgreSQL has certainly undone
     * it (deadlock, lock not available, another schema). Each try is one transaction.
     *
     * @param operation for people and metrics; one of few
     * @throws DatabaseUnavailableException if the database could not do it in time; after a broken
     *     connection it may have been done
     */
    public <T extends @Nullable Object> T once(String operation,
            Supplier<T> work) {
        return call(once, operation, () -> transactions.execute(_ -> work.get()));
    }

    private <T extends @Nullable Object> T call(RetryRegistry retries,
            String operation, Supplier<T> work) {
        Retry retry = retries.retry(operation);
        long start = System.nanoTime();
        try {
            return retry.executeSupplier(() -> attempt(operation, work, start));
        } catch (DatabaseUnavailableException e) {
            throw e;
        } catch (CallNotPermittedException e) {
            throw new DatabaseUnavailableException(operation, OPEN, e);
        } catch (RuntimeException e) {
            if (SqlState.isRolledBack(e) || SqlState.isConnectionLost(e)
                    || SqlState.isOverloaded(e)) {
                throw new DatabaseUnavailableException(operation, Duration.ofSeconds(1), e);
            }
            throw e;
        }
    }

    private <T extends @Nullable Object> T attempt(String operation,
            Supplier<T> work, long start) {
        try {
            return breaker.executeSupplier(work);
        } catch (RuntimeException e) {
            if (SqlState.isConnectionLost(e)) {
                forgetBrokenConnections(e);
            }
            boolean late = System.nanoTime() - start > LAST_ATTEMPT_MS * 1_000_000;
            if (late && (SqlState.isConnectionLost(e) || SqlState.isRolledBack(e))) {
                throw new DatabaseUnavailableException(operation, Duration.ofSeconds(1), e);
            }
            throw e;
        }
    }

    /**
     * When one connection breaks the others mostly are broken too, and the pool hands out those
     * used within half a second unchecked: three attempts would meet three of them.
     */
    private void forgetBrokenConnections(Throwable failure) {
        long last = lastEvictionNanos.get();
        if (!SqlState.isPoolExhausted(failure) && System.nanoTime() - last > 100_000_000
                && lastEvictionNanos.compareAndSet(last, System.nanoTime())
                && pool instanceof HikariDataSource hikari
                && hikari.getHikariPoolMXBean() != null) {
            hikari.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private static RetryRegistry retries(Predicate<Throwable> repeatable) {
        IntervalBiFunction<Object> fullJitter = (attempt, outcome) -> {
            boolean lost = SqlState.isConnectionLost(outcome.getLeft());
            long ceilingMs = (lost ? RECONNECT_PAUSE_MS : CONFLICT_PAUSE_MS) << (attempt - 1);
            return ThreadLocalRandom.current().nextLong(1, ceilingMs + 1);
        };
        RetryRegistry registry = RetryRegistry.of(RetryConfig.custom().maxAttempts(ATTEMPTS)
                .intervalBiFunction(fullJitter)
                .retryOnException(failure -> !(failure instanceof DatabaseUnavailableException)
                        && repeatable.test(failure))
                .build());
        registry.getEventPublisher().onEntryAdded(added -> added.getAddedEntry()
                .getEventPublisher().onRetry(event -> log.warn("Retrying {} (attempt {})",
                        event.getName(), event.getNumberOfRetryAttempts())));
        return registry;
    }
}
