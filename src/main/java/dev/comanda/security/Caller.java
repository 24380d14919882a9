package dev.comanda.security;

import java.util.UUID;

/**
 * Who is asking, and for which location: a parameter of any controller method. Everything read or
 * written for a request takes its location from here, never from the request.
 *
 * @param locationId   first column of every operational key
 * @param locationCode {@code main}, as in topics
 * @param staffId      the person, or the device itself where no person is signed in
 * @param staffName    as printed on receipts
 * @param sessionId    what {@link SessionEnded} will name when this caller is to be let go
 */
public record Caller(int locationId, String locationCode, UUID staffId, String staffName,
        Role role, UUID sessionId) {}
