/** Checks that the books hold what they promise, read-only, on live data. */
@ApplicationModule(allowedDependencies = {"console", "database", "security", "web"})
@NullMarked
package dev.comanda.doctor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
