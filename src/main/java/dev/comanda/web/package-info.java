/** Problem details, contract-first bodies and correlation ids; knows no capability. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.comanda.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
