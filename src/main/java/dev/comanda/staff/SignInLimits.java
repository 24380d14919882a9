package dev.comanda.staff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down without locking anybody out for ever. Wrong passwords count in three places:
 * for the name from the address, for the address whatever the name, and for the name from anywhere
 * strange, which is anywhere it has not been signed in from. So a stranger's guesses hinder
 * strangers only; the owner's own address, and every enrolled register with its PINs, go on.
 * Success gives back what it took. {@code comanda_signins_total} counts how each try ended.
 */
@Component
class SignInLimits {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Cache<Object, Bucket> buckets = Caffeine.newBuilder().maximumSize(100_000)
            .expireAfterAccess(Duration.ofHours(2)).build();
    private final Cache<NameAt, Boolean> familiar = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterAccess(Duration.ofDays(30)).build();

    private final Counter done;
    private final Counter refused;
    private final Counter limited;

    private record Name(String location, String username) {}

    private record NameAt(Name name, String address) {}

    /** One try; it has been counted as wrong until it is said to have succeeded. */
    interface Attempt {
        void succeeded();

        /** Was wrong indeed. */
        void failed();
    }

    SignInLimits(MeterRegistry meters) {
        done = ending(meters, "done");
        refused = ending(meters, "refused");
        limited = ending(meters, "limited");
    }

    private static Counter ending(MeterRegistry meters, String ending) {
        return Counter.builder("comanda.signins").tag("ending", ending)
                .description("tries to sign in by password or PIN").register(meters);
    }

    /**
     * Counts a try of a password.
     *
     * @throws ProblemException {@code too-many-requests} with the seconds to wait
     */
    Attempt byPassword(String location, String username, String address) {
        Name name = new Name(location, username.toLowerCase(Locale.ROOT));
        NameAt here = new NameAt(name, address);
        Bucket ofNameHere = bucket(here, 10, 1);
        Bucket ofAddress = bucket(address, 50, 5);
        boolean known = familiar.getIfPresent(here) != null;
        List<Bucket> all = known
                ? List.of(ofNameHere)
                : List.of(ofNameHere, ofAddress, bucket(name, 100, 2));
        all.forEach(this::take);
        return attempt(() -> {
            all.forEach(bucket -> bucket.addTokens(1));
            familiar.put(here, true);
        });
    }

    /** Counts a try of a PIN on a register, whoever's it is; each person's are counted besides. */
    Attempt byPin(UUID device) {
        return from(bucket(device, 20, 2));
    }

    /** Counts a try of the password of who is signed in: their session may be in other hands. */
    Attempt byOwner(UUID staff) {
        return from(bucket(staff, 10, 1));
    }

    private Attempt from(Bucket bucket) {
        take(bucket);
        return attempt(() -> bucket.addTokens(1));
    }

    private Attempt attempt(Runnable givesBack) {
        return new Attempt() {

            @Override
            public void succeeded() {
                done.increment();
                givesBack.run();
            }

            @Override
            public void failed() {
                refused.increment();
            }
        };
    }

    private void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            limited.increment();
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Map.of(), seconds);
        }
    }

    private Bucket bucket(Object key, int wrongAtOnce, int thenPerMinute) {
        return buckets.get(key, k -> Bucket.builder().addLimit(limit -> limit
                .capacity(wrongAtOnce).refillGreedy(thenPerMinute, WINDOW)).build());
    }
}
