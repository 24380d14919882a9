/**
 * Passes: minutes or days that are bought like any product and used up later. Reads the orders in
 * which they were bought; writes nothing of them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"database", "idempotency", "security", "web"})
package dev.comanda.passes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
