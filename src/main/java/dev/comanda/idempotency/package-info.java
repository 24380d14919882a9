/** One key, one deed: keyed requests are answered once, however often they are sent. */
@ApplicationModule(allowedDependencies = {"database", "web"})
@NullMarked
package dev.comanda.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
