/** The people of the shop and how they sign in. */
@NullMarked
@ApplicationModule(allowedDependencies = {"security", "web", "database"})
package dev.comanda.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
