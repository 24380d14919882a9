/**
 * What the server says of itself: whether it lives, whether it may be sold with, what it is and how
 * it fares. Reads other packages' tables; none of them knows of it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"database", "doctor", "security", "web"})
package dev.comanda.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
