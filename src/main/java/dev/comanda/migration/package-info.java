/**
 * The schema's way forth: migrations at the start and from the command line, what stands in their
 * way, and whether the database is what they make.
 */
@ApplicationModule(allowedDependencies = {"console", "database"})
@NullMarked
package dev.comanda.migration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
