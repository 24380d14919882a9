package dev.comanda.health;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.comanda.database.DatabaseUnavailableException;
import dev.comanda.doctor.Examinations;
import dev.comanda.security.Caller;
import java.time.Instant;
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
    private final Examinations examinations;
    private final HikariDataSource pool;

    /**
     * What the doctor saw last, on whatever instance.
     *
     * @param result   {@code never}, {@code good} or {@code findings}
     * @param findings how many, of the caller's location; of all for the health check's token
     */
    record Doctor(String result, @Nullable Instant examinedAt, @Nullable String examinedBy,
            @Nullable Integer findings, @Nullable Integer checked, @Nullable Long millis) {

        static final Doctor NEVER = new Doctor("never", null, null, null, null, null);

        static Doctor of(Examinations.Seen seen, Caller caller) {
            int findings = seen.findings(caller.locationId(), caller.locationCode()).size();
            return new Doctor(findings == 0 ? "good" : "findings", seen.at(), seen.by(),
                    findings, seen.examination().checked(), seen.examination().millis());
        }
    }

    record Pool(int active, int idle, int waiting, int max) {}

    /**
     * The answer.
     *
     * @param status     {@code healthy} or {@code degraded}
     * @param databaseMs what the database took to answer; {@code null} where it did not
     * @param activity   of the caller's location; of all for the health check's token
     * @param lastDeploy as {@code comanda deploy} wrote it down
     * @param doctor     when the books were examined last, and what was found
     */
    record Detail(String status, Map<String, String> checks, @Nullable Long databaseMs,
            About.Version version, Pool pool, ProcessState process,
            Activity.@Nullable Counts activity, Deploys.@Nullable Deploy lastDeploy,
            @Nullable Doctor doctor) {}

    DetailApi(Readiness readiness, About about, Activity activity, Deploys deploys,
            Examinations examinations, HikariDataSource pool) {
        this.readiness = readiness;
        this.about = about;
        this.activity = activity;
        this.deploys = deploys;
        this.examinations = examinations;
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
                ProcessState.now(), counts, counts == null ? null : deploys.last().orElse(null),
                counts == null ? null : doctor(caller));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(detail);
    }

    private @Nullable Doctor doctor(Caller caller) {
        try {
            return examinations.last().map(seen -> Doctor.of(seen, caller)).orElse(Doctor.NEVER);
        } catch (DatabaseUnavailableException e) {
            return null;
        }
    }

    private Pool pool() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        return now == null
                ? new Pool(0, 0, 0, pool.getMaximumPoolSize())
                : new Pool(now.getActiveConnections(), now.getIdleConnections(),
                        now.getThreadsAwaitingConnection(), pool.getMaximumPoolSize());
    }
}
