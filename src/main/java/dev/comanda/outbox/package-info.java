/**
 * The log of events: what was announced in business transactions gets its number after they have
 * committed, and every instance reads it in that order.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "database")
package dev.comanda.outbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
