package dev.comanda.security;

import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Asks for a manager where a cashier may not act alone: void, refund, a large discount, another
 * price. Managers and administrators are their own approval.
 */
@Component
public class Approvals {
    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);
    private static final String FIND = """
        SELECT id, name, pin_hash
          FROM staff
         WHERE location_id = :location AND lower(username) = lower(:username) AND active
           AND role IN ('admin', 'manager')
        """;

    private final JdbcClient jdbc;
    private final Pins pins;
    private final Passwords passwords;

    /** Who takes responsibility; goes into the change's audit entry. */
    public record Approver(UUID staffId, String name) {}

    private record Found(Approver approver, @Nullable String pinHash) {}

    Approvals(JdbcClient jdbc, Pins pins, Passwords passwords) {
        this.jdbc = jdbc;
        this.pins = pins;
        this.passwords = passwords;
    }

    /**
     * Who approves this.
     *
     * @param action what is to be approved, a word of few: {@code void}, {@code discount}
     * @param given  from the request's body
     * @throws ProblemException {@code approval-required} without one, {@code approval-refused} for
     *     a wrong name or PIN, {@code too-many-requests} after several of those
     */
    public Approver require(Caller caller, String action, @Nullable Approval given) {
        if (caller.role() == Role.ADMIN || caller.role() == Role.MANAGER) {
            return new Approver(caller.staffId(), caller.staffName());
        }
        if (given == null) {
            throw new ProblemException(ProblemType.APPROVAL_REQUIRED, Map.of("action", action));
        }
        Approver approver = prove(caller, given).orElseThrow(() -> {
            LOG.atWarn().addKeyValue("action", action).addKeyValue("staff", caller.staffId())
                    .log("approval refused");
            return new ProblemException(ProblemType.APPROVAL_REFUSED, Map.of("action", action));
        });
        LOG.atInfo().addKeyValue("action", action).addKeyValue("staff", caller.staffId())
                .addKeyValue("approvedBy", approver.staffId).log("approval given");
        return approver;
    }

    private Optional<Approver> prove(Caller caller, Approval given) {
        Optional<Found> found = jdbc.sql(FIND).param("location", caller.locationId())
                .param("username", given.username())
                .query((row, n) -> new Found(
                        new Approver(row.getObject("id", UUID.class), row.getString("name")),
                        row.getString("pin_hash")))
                .optional();
        if (found.isEmpty()) {
            passwords.matches(given.pin(), null); // the time that a known name takes
            return Optional.empty();
        }
        return found
                .filter(f -> pins.matches(caller.locationId(), f.approver.staffId, f.pinHash,
                        caller.staffId(), given.pin()))
                .map(Found::approver);
    }
}
