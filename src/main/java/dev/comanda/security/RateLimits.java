package dev.comanda.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * How many requests are answered: per caller by session, per address where nobody is signed in. Per
 * instance, in memory, bounded; the sums protect the server, not a quota.
 *
 * <p>Far above what a till does (a busy one makes some 5 a second), and above what one database
 * sells, so that a gateway may bring all tills of a shop in one session; a loop in a client or an
 * attack meets them. RATE_LIMIT_PER_CALLER and RATE_LIMIT_PER_ADDRESS, per second, change
 * them; 0 turns one off, for a load test.
 */
@Component
class RateLimits {
    private static final int PER_CALLER = 10_000;
    private static final int PER_ADDRESS = 100;
    private static final int BURST_SECONDS = 10;

    private final LoadingCache<Object, Bucket> callers;
    private final LoadingCache<Object, Bucket> addresses;
    private final int perCaller;
    private final int perAddress;

    RateLimits(Environment environment) {
        perCaller = environment.getProperty("RATE_LIMIT_PER_CALLER", Integer.class, PER_CALLER);
        perAddress = environment.getProperty("RATE_LIMIT_PER_ADDRESS", Integer.class, PER_ADDRESS);
        callers = buckets(perCaller);
        addresses = buckets(perAddress);
    }

    /** Counts a request: 0 where it may go on, else the seconds to wait. */
    long byCaller(UUID sessionId) {
        return perCaller == 0 ? 0 : take(callers, sessionId);
    }

    /** As {@link #byCaller}; the whole of a /64 counts as one, as whoever has one has it all. */
    long byAddress(String address) {
        return perAddress == 0 ? 0 : take(addresses, Network.of(address));
    }

    private static long take(LoadingCache<Object, Bucket> buckets, Object key) {
        Bucket bucket = buckets.get(key);
        if (bucket.tryConsume(1)) {
            return 0;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    private static LoadingCache<Object, Bucket> buckets(int perSecond) {
        return Caffeine.newBuilder().maximumSize(50_000).expireAfterAccess(Duration.ofMinutes(1))
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(1, perSecond * BURST_SECONDS))
                                .refillGreedy(Math.max(1, perSecond), Duration.ofSeconds(1)))
                        .build());
    }
}
