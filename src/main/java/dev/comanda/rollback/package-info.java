/** The schema's way back: planned, rehearsed, counted, confirmed, then one transaction. */
@ApplicationModule(allowedDependencies = {"backup", "console", "database", "migration"})
@NullMarked
package dev.comanda.rollback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
