package dev.comanda.staff;

import dev.comanda.security.Caller;
import dev.comanda.security.Sessions;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@RestController
@RequestMapping("/api/session")
class SessionApi {
    private final SignIn signIn;
    private final SignInLimits limits;
    private final Sessions sessions;

    /** What is asked; the location is {@code main} where none is named. */
    record Credentials(String username, String password, @Nullable String location) {}

    /** What is answered; the token is shown this once. */
    record Session(String token, Instant expiresAt, Person staff, Place location) {}

    record Person(UUID id, String name, String role) {}

    record Place(String code, String currency, String timeZone) {}

    SessionApi(SignIn signIn, SignInLimits limits, Sessions sessions) {
        this.limits = limits;
        this.signIn = signIn;
        this.sessions = sessions;
    }

    @PostMapping
    ResponseEntity<?> open(@JsonBody(schema = "SignIn") Credentials credentials,
            HttpServletRequest request) {
        String location = credentials.location == null ? "main" : credentials.location;
        SignInLimits.Attempt attempt = limits.attempt(location, credentials.username,
                request.getRemoteAddr());
        return signIn.withPassword(location, credentials.username, credentials.password)
                .<ResponseEntity<?>>map(proven -> {
                    attempt.succeeded();
                    return ResponseEntity.status(HttpStatus.CREATED)
                            .cacheControl(CacheControl.noStore()).body(session(proven));
                }).orElseGet(ProblemType.UNAUTHENTICATED::reply);
    }

    @DeleteMapping
    ResponseEntity<Void> close(Caller caller) {
        sessions.end(caller.locationId(), caller.sessionId());
        return ResponseEntity.noContent().build();
    }

    private Session session(SignIn.Proven proven) {
        Sessions.Opened opened = sessions.open(proven.locationId(), proven.staffId());
        return new Session(opened.token(), opened.expiresAt(),
                new Person(proven.staffId(), proven.staffName(), proven.role()),
                new Place(proven.locationCode(), proven.currency(), proven.timeZone()));
    }
}
