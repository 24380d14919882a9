/** Problem details, contract-first bodies and correlation ids; knows no capability. */
@NullMarked
@ApplicationModule(allowedDependencies = "database")
package dev.comanda.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
