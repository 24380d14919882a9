package dev.comanda.loadtest;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** How long does a sale take, and is each one answered? Tills sell without a pause. */
public final class OrdersSimulation extends Simulation {
    {
        setUp(scenario("tills").exec(Till::open).exec(forever()
                .on(exec(Till::nextSale).exec(Till.place("place an order", "id"))))
                .injectOpen(Till.RAMP > 0
                        ? rampUsers(Till.CLIENTS).during(Till.RAMP)
                        : atOnceUsers(Till.CLIENTS)))
                .protocols(Till.protocol()).maxDuration(Till.RAMP + Till.SECONDS)
                .assertions(global().failedRequests().count().is(0L));
    }
}
