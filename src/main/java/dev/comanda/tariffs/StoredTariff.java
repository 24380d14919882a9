package dev.comanda.tariffs;

import java.time.Instant;
import java.util.UUID;

/**
 * One version of a location's tariff, as the API answers it; its rules never change.
 *
 * @param id        of this version: what a session remembers
 * @param version   counts within the code
 * @param active    false: from {@code validFrom} on the code is not offered
 * @param validFrom from then on it is this version that new sessions begin with
 */
record StoredTariff(UUID id, String code, int version, boolean active, Instant validFrom,
        Instant createdAt, Tariff rules) {}
