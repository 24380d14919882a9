/**
 * What time in the room costs: tariffs as data, and the pure function from a stay to its charge
 * and to the steps that screens show. The function depends on nothing; the rest keeps tariffs.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"security", "web", "database"})
package dev.comanda.tariffs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
