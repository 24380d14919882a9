package dev.comanda.health;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What platforms ask. Alive never asks the database: an outage of it must not have every instance
 * restarted (R 1.4). Ready does (R 1.5).
 */
@RestController
class ProbesApi {

    private final ApplicationAvailability availability;
    private final Readiness readiness;

    record Health(String status, long uptimeSeconds) {}

    record Ready(String status, Map<String, String> checks) {}

    ProbesApi(ApplicationAvailability availability, Readiness readiness) {
        this.availability = availability;
        this.readiness = readiness;
    }

    @GetMapping({"/health", "/api/health"})
    ResponseEntity<Health> health() {
        boolean alive = availability.getLivenessState() == LivenessState.CORRECT;
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
        return answer(alive, new Health(alive ? "healthy" : "unhealthy", uptime));
    }

    @GetMapping("/ready")
    ResponseEntity<Ready> ready() {
        Readiness.Look look = readiness.look();
        return answer(look.ready(), new Ready(look.ready() ? "ready" : "not ready",
                look.checks()));
    }

    private static <T> ResponseEntity<T> answer(boolean good, T body) {
        return ResponseEntity.status(good ? 200 : 503).cacheControl(CacheControl.noStore())
                .body(body);
    }
}
