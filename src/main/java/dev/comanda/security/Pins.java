package dev.comanda.security;

import dev.comanda.web.CorrelationId;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Checks PINs. A PIN is short, so what protects it is how seldom one may guess: after
 * {@value #FREE_FAILURES} wrong ones in a row, from half a minute up to a quarter of an hour
 * between tries, counted in the database and hence across instances. The count belongs to the
 * place of trying: wrong PINs on one register lock nobody out of another, nor out of their
 * password.
 */
@Component
public class Pins {
    /** What a PIN is: digits only, for a number pad. Managers' also approve; theirs is longer. */
    public static final String PATTERN = "[0-9]{4,12}";
    public static final int MIN_LENGTH_MANAGER = 6;

    private static final int FREE_FAILURES = 5;

    // counted as wrong before it is looked at: tries made at the same time count, too
    private static final String COUNT = """
        INSERT INTO pin_failures AS f (location_id, staff_id, origin, failures, locked_until)
        SELECT here.location_id, :staff, :origin, 1, now()
          FROM trace(:location, :trace) AS here (location_id)
        ON CONFLICT (location_id, staff_id, origin) DO UPDATE
           SET failures = CASE WHEN f.locked_until < now() - interval '1 hour' THEN 1
                               ELSE least(f.failures + 1, 100) END,
               locked_until = CASE
                   WHEN f.locked_until < now() - interval '1 hour' THEN now()
                   WHEN f.failures + 1 < :free THEN now()
                   ELSE now() + least(interval '15 minutes',
                       interval '30 seconds' * power(2, least(f.failures + 1 - :free, 10)))
                   END
         WHERE f.locked_until <= now()
        """;
    private static final String SECONDS_LOCKED = """
        SELECT ceil(greatest(1, extract(epoch FROM locked_until - now())))::integer
          FROM pin_failures
         WHERE location_id = :location AND staff_id = :staff AND origin = :origin
        """;
    private static final String FORGET = """
        DELETE FROM pin_failures AS f
         USING trace(:location, :trace) AS here (location_id)
         WHERE f.location_id = here.location_id AND f.staff_id = :staff AND f.origin = :origin
        """;

    private final JdbcClient jdbc;
    private final Passwords passwords;

    Pins(JdbcClient jdbc, Passwords passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    /**
     * Whether it is this person's PIN.
     *
     * @param pinHash {@code null} for a person who has none: takes as long and is wrong
     * @param origin  where it is tried: a register's device, or whoever asks for an approval
     * @throws ProblemException {@code too-many-requests} while locked, with the seconds to wait
     */
    public boolean matches(int locationId, UUID staffId, @Nullable String pinHash, UUID origin,
            String pin) {
        int counted = traced(COUNT, locationId, staffId, origin).param("free", FREE_FAILURES)
                .update();
        if (counted == 0) {
            long seconds = bound(SECONDS_LOCKED, locationId, staffId, origin).query(Long.class)
                    .optional().orElse(1L);
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, Map.of(), seconds);
        }
        boolean right = passwords.matches(pin, pinHash);
        if (right) {
            traced(FORGET, locationId, staffId, origin).update();
        }
        return right;
    }

    private JdbcClient.StatementSpec traced(String sql, int locationId, UUID staffId,
            UUID origin) {
        return bound(sql, locationId, staffId, origin).param("trace", CorrelationId.current());
    }

    private JdbcClient.StatementSpec bound(String sql, int locationId, UUID staffId, UUID origin) {
        return jdbc.sql(sql).param("location", locationId).param("staff", staffId)
                .param("origin", origin);
    }
}
