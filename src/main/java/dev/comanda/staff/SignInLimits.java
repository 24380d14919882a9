package dev.comanda.staff;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down: ten wrong passwords for one name from one address, then one a minute.
 * Counted per address, so that a stranger's guesses do not keep the owner out; success costs
 * nothing.
 */
@Component
class SignInLimits {
    private static final int WRONG_IN_A_ROW = 10;

    private final LoadingCache<Origin, Bucket> buckets = Caffeine.newBuilder().maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(30)).build(origin -> bucket());

    private record Origin(String location, String username, String address) {}

    /** One try; it has been counted as wrong until it is said to have succeeded. */
    record Attempt(Bucket bucket) {

        void succeeded() {
            bucket.addTokens(1);
        }
    }

    /**
     * Counts a try.
     *
     * @throws ProblemException {@code too-many-requests} with the seconds to wait
     */
    Attempt attempt(String location, String username, String address) {
        Bucket bucket = buckets
                .get(new Origin(location, username.toLowerCase(Locale.ROOT), address));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Map.of(), seconds);
        }
        return new Attempt(bucket);
    }

    private static Bucket bucket() {
        return Bucket.builder().addLimit(limit -> limit.capacity(WRONG_IN_A_ROW)
                .refillGreedy(1, Duration.ofMinutes(1))).build();
    }
}
