/**
 * The truth behind every screen, over plain HTTP: the state of a topic with its number, and the
 * changes after a number, waited for where there are none yet.
 */
@ApplicationModule(allowedDependencies = {"database", "outbox", "security", "web"})
@NullMarked
package dev.comanda.topics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
