/** Finds PostgreSQL or brings its own, and is the one way by which capabilities call it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.comanda.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
