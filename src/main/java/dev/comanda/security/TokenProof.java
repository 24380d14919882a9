package dev.comanda.security;

import java.time.Instant;

/**
 * Whose a bearer token is, and until when: for what stays open after it was asked, such as a
 * socket. Whether its session goes on is for {@link SessionWatch} to tell.
 *
 * @param expiresAt {@link Instant#MAX} of a token that is good until it is revoked
 */
public record TokenProof(Caller caller, Instant expiresAt) {}
