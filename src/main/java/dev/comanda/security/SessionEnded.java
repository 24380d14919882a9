package dev.comanda.security;

import java.util.UUID;

/**
 * Published in this process (a Spring application event) as soon as a session is known to be over:
 * signed out, revoked or expired here, or found so by the look that each instance takes at the
 * sessions it has seen. Whoever holds something open for a session closes it now.
 */
public record SessionEnded(int locationId, UUID sessionId) {}
