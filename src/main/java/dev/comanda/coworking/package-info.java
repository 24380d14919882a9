/** The coworking room: its seats, and the sessions that end in an order. */
@NullMarked
@ApplicationModule(allowedDependencies = {"database", "idempotency", "orders", "outbox",
        "passes", "security", "tariffs", "web"})
package dev.comanda.coworking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
