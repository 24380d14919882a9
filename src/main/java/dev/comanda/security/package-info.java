/** Who is asking and what they may do: secrets, tokens, sessions, roles, permissions. */
@NullMarked
@ApplicationModule(allowedDependencies = {"web", "database"})
package dev.comanda.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
