/**
 * What operators use: the command line. Nobody depends on it.
 */
@ApplicationModule(allowedDependencies = {"backup", "catalog", "console", "database", "doctor",
        "health", "migration", "rollback", "security", "web"})
@NullMarked
package dev.comanda.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
