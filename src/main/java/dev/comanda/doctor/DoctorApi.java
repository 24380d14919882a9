package dev.comanda.doctor;

import dev.comanda.database.Database;
import dev.comanda.database.DirectConnections;
import dev.comanda.doctor.Examinations.Seen;
import dev.comanda.security.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same as {@code comanda doctor}, for whoever looks at a page: examines when it is asked to,
 * one at a time and past the pool; what the last one saw is the same on every instance. A caller
 * hears of the own location; the health check's token of all.
 */
@RestController
@RequestMapping("/api/system/doctor")
class DoctorApi {

    private final Database database;
    private final DirectConnections connections;
    private final Examinations examinations;
    private final ReentrantLock examining = new ReentrantLock();
    private volatile @Nullable Seen latestHere;

    /** @param findings at most {@value Doctor#SHOWN} for each invariant; empty in good books */
    record Report(Instant examinedAt, String examinedBy, boolean good, int checked, long millis,
            List<Finding> findings) {}

    /** @param last null where nobody has looked yet */
    record Books(@Nullable Report last) {}

    DoctorApi(Database database, DirectConnections connections, Examinations examinations) {
        this.database = database;
        this.connections = connections;
        this.examinations = examinations;
    }

    @GetMapping
    ResponseEntity<Books> last(Caller caller) {
        return answer(examinations.last().map(seen -> report(caller, seen)).orElse(null));
    }

    /** Who asks while another examination is under way waits for its end and is told of it. */
    @PostMapping
    ResponseEntity<Books> examine(Caller caller) {
        Seen before = latestHere;
        examining.lock();
        try {
            Seen seen = latestHere;
            if (seen == null || seen.equals(before)) {
                seen = database.keyed("examination", this::examined);
                latestHere = seen;
            }
            return answer(report(caller, seen));
        } finally {
            examining.unlock();
        }
    }

    private Seen examined() {
        try (Connection books = connections.open("comanda-doctor")) {
            return Examinations.write(books, Doctor.examine(books));
        } catch (SQLException e) {
            throw new UncategorizedSQLException("examination", null, e);
        }
    }

    private static Report report(Caller caller, Seen seen) {
        List<Finding> findings = seen.findings(caller.locationId(), caller.locationCode());
        return new Report(seen.at(), seen.by(), findings.isEmpty(), seen.examination().checked(),
                seen.examination().millis(), findings);
    }

    private static ResponseEntity<Books> answer(@Nullable Report report) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Books(report));
    }
}
