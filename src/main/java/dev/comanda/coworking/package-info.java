/** The coworking room: its seats, and the sessions that end in an order. */
@NullMarked
@ApplicationModule(allowedDependencies = {"database", "security", "web"})
package dev.comanda.coworking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
