/** Orders: quote, place, find, void. The database's functions price and write; see db/migration. */
@ApplicationModule(allowedDependencies = {"database", "idempotency", "outbox", "security", "web"})
@NullMarked
package dev.comanda.orders;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
