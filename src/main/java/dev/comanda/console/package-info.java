/** What every command of the operators shares: {@code --json}, exit codes, how it says no. */
@ApplicationModule(allowedDependencies = {"database"})
@NullMarked
package dev.comanda.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
