package dev.comanda.security;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, and for which location: a parameter of any controller method. Everything read or
 * written for a request takes its location from here, never from the request.
 *
 * @param locationId   first column of every operational key
 * @param locationCode {@code main}, as in topics
 * @param staffId      the person, or the device itself where no person is signed in
 * @param staffName    as printed on receipts
 * @param sessionId    what {@link SessionEnded} will name when this caller is to be let go
 * @param register     of a caller who signed in by PIN on an enrolled register
 */
public record Caller(int locationId, String locationCode, UUID staffId, String staffName,
        Role role, UUID sessionId, @Nullable String register) {

    /** A caller who signed in with a password, anywhere. */
    public Caller(int locationId, String locationCode, UUID staffId, String staffName, Role role,
            UUID sessionId) {
        this(locationId, locationCode, staffId, staffName, role, sessionId, null);
    }
}
