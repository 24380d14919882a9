package dev.comanda.health;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.comanda.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * All that an operator asks first (R 1.8, R 1.15): one answer, always 200, whose {@code status}
 * says how it is. A member that could not be found out is {@code null}.
 */
@RestController
class DetailApi {

    private final Readiness readiness;
    private final About about;
    private final Activity activity;
    private final Deploys deploys;
    private final HikariDataSource pool;

    record Pool(int active, int idle, int waiting, int max) {}

    /**
     * The answer.
     *
     * @param status     {@code healthy} or {@code degraded}
     * @param databaseMs what the database took to answer; {@code null} where it did not
     * @param activity   of the caller's location; of all for the health check's token
     * @param lastDeploy as {@code comanda deploy} wrote it down
     */
    record Detail(String status, Map<String, String> checks, @Nullable Long databaseMs,
            About.Version version, Pool pool, ProcessState process,
            Activity.@Nullable Counts activity, Deploys.@Nullable Deploy lastDeploy) {}

    DetailApi(Readiness readiness, About about, Activity activity, Deploys deploys,
            HikariDataSource pool) {
        this.readiness = readiness;
        this.about = about;
        this.activity = activity;
        this.deploys = deploys;
        this.pool = pool;
    }

    @GetMapping("/api/system/health/detailed")
    ResponseEntity<Detail> detail(Caller caller) {
        Readiness.Look look = readiness.look();
        Activity.Counts counts = look.tookMs() < 0
                ? null
                : activity.of(caller.locationId()).orElse(null);
        Detail detail = new Detail(look.ready() && counts != null ? "healthy" : "degraded",
                look.checks(), look.tookMs() < 0 ? null : look.tookMs(), about.version(), pool(),
                ProcessState.now(), counts, counts == null ? null : deploys.last().orElse(null));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(detail);
    }

    private Pool pool() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null
                ? new Pool(0, 0, 0, pool.getMaximumPoolSize())
                : new Pool(now.getActiveConnections(), now.getIdleConnections(),
                        now.getThreadsAwaitingConnection(), pool.getMaximumPoolSize());
    }
}
