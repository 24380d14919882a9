/** All data in one file, and back into an empty database of any supported PostgreSQL. */
@ApplicationModule(allowedDependencies = {"console", "database", "doctor", "migration"})
@NullMarked
package dev.comanda.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
