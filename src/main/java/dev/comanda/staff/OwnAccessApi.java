package dev.comanda.staff;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.security.Passwords;
import dev.comanda.security.Sessions;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's own password and sessions. Whatever is changed asks for the password again: an
 * unattended till must not lose its owner their account (OWASP ASVS 5.0, 7.5.1 and 7.5.2).
 */
@RestController
@RequestMapping("/api")
class OwnAccessApi {

    private final Database database;
    private final Staff staff;
    private final SignIn signIn;
    private final SignInLimits limits;
    private final Sessions sessions;
    private final Passwords passwords;

    record ChangePassword(String current, String password) {}

    record EndSession(String password) {}

    record SessionList(List<Sessions.Running> items) {}

    OwnAccessApi(Database database, Staff staff, SignIn signIn, SignInLimits limits,
            Sessions sessions, Passwords passwords) {
        this.database = database;
        this.staff = staff;
        this.signIn = signIn;
        this.limits = limits;
        this.sessions = sessions;
        this.passwords = passwords;
    }

    @PutMapping("/session/password")
    ResponseEntity<?> changePassword(Caller caller, @JsonBody ChangePassword wish) {
        String username = requirePassword(caller, wish.current, "/current");
        StaffApi.requireStrong(username, wish.password);
        String hash = passwords.hash(wish.password);
        database.once("own password", () -> {
            staff.changeOwnPassword(caller, hash);
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/sessions")
    SessionList list(Caller caller) {
        return new SessionList(
                database.keyed("session list", () -> sessions.running(caller)));
    }

    @PostMapping("/sessions/{id}/end")
    ResponseEntity<?> end(Caller caller, @PathVariable UUID id, @JsonBody EndSession wish) {
        requirePassword(caller, wish.password, "/password");
        return database.once("session end", () -> staff.endOwnSession(caller, id))
                ? ResponseEntity.noContent().build()
                : ProblemType.NOT_FOUND.reply();
    }

    /** Whose password it is: the name that they sign in with. */
    private String requirePassword(Caller caller, String password, String field) {
        SignIn.OwnPassword own = signIn.ownPassword(caller.locationId(), caller.staffId())
                .orElseThrow(() -> ProblemException.field(field, "no-password"));
        SignInLimits.Attempt attempt = limits.byOwner(caller.staffId());
        if (!passwords.matches(password, own.passwordHash())) {
            attempt.failed();
            throw ProblemException.field(field, "wrong-password");
        }
        attempt.succeeded();
        return own.username();
    }
}
