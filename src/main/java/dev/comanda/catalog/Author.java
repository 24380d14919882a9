package dev.comanda.catalog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** On whose behalf the catalogue changes, and under which correlation id its events are found. */
record Author(int locationId, @Nullable UUID staffId, String correlationId) {}
