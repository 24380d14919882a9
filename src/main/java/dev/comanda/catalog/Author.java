package dev.comanda.catalog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf the catalogue changes, and under which correlation id its events are found.
 *
 * @param staffId  null where nobody is signed in, as at the command line
 * @param name     as the audit book has it
 * @param register where the person signed in by PIN
 */
record Author(int locationId, @Nullable UUID staffId, String name, @Nullable String register,
        String correlationId) {}
