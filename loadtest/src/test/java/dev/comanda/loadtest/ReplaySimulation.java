package dev.comanda.loadtest;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;

import io.gatling.javaapi.core.Simulation;

/** Each sale is sent twice: is the second answer the first one's order, and is it cheaper? */
public final class ReplaySimulation extends Simulation {
    {
        setUp(scenario("nervous tills").exec(Till::open)
                .exec(forever().on(exec(Till::nextSale).exec(Till.place("first answer", "id"))
                        .exec(Till.place("replay", "again").check(
                                header("Idempotency-Replayed").is("true"),
                                jmesPath("id").isEL("#{id}")))))
                .injectOpen(rampUsers(Till.CLIENTS).during(Math.max(1, Till.RAMP))))
                .protocols(Till.protocol()).maxDuration(Till.RAMP + Till.SECONDS)
                .assertions(global().failedRequests().count().is(0L));
    }
}
