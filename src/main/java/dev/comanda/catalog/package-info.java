/** Products, their prices and their stock; the demonstration café and the import from CSV. */
@NullMarked
@ApplicationModule(allowedDependencies = {"console", "outbox", "security", "web", "database"})
package dev.comanda.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
