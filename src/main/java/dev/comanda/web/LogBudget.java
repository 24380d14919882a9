package dev.comanda.web;

import java.util.concurrent.atomic.AtomicLong;

/**
 * At most so many log lines a second; what it holds back is counted. Platforms drop lines above
 * some hundreds a second (Railway: 500), and a till under load must not pay for its log.
 */
public final class LogBudget {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int linesPerSecond;
    private final AtomicLong windowStart = new AtomicLong(System.nanoTime());
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong suppressed = new AtomicLong();

    public LogBudget(int linesPerSecond) {
        this.linesPerSecond = linesPerSecond;
    }

    /** Whether one more line may be written now. */
    public boolean allows() {
        long now = System.nanoTime();
        long start = windowStart.get();
        if (now - start > SECOND_NANOS && windowStart.compareAndSet(start, now)) {
            used.set(0);
        }
        if (used.incrementAndGet() <= linesPerSecond) {
            return true;
        }
        suppressed.incrementAndGet();
        return false;
    }

    /** How many lines were held back since the last call. */
    public long takeSuppressed() {
        return suppressed.getAndSet(0);
    }
}
