package dev.comanda.staff;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.security.Devices;
import dev.comanda.security.Sessions;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in, staying signed in and signing out. */
@RestController
@RequestMapping("/api/session")
class SessionApi {
    private static final Logger LOG = LoggerFactory.getLogger(SessionApi.class);

    private final Database database;
    private final SignIn signIn;
    private final SignInLimits limits;
    private final Sessions sessions;
    private final Devices devices;

    /** A name with a password, at {@code main} unless said; or with a PIN, on a known register. */
    record Credentials(String username, @Nullable String password, @Nullable String location,
            @Nullable String pin, @Nullable String device) {}

    record Renewal(String refreshToken) {}

    /** What is answered; the tokens are shown this once. */
    record Session(String token, Instant expiresAt, String refreshToken, Person staff,
            Place location, @Nullable String register) {}

    record Who(Person staff, Place location, @Nullable String register) {}

    record Person(UUID id, String name, String role) {}

    record Place(String code, String currency, String timeZone) {}

    SessionApi(Database database, SignIn signIn, SignInLimits limits, Sessions sessions,
            Devices devices) {
        this.database = database;
        this.signIn = signIn;
        this.limits = limits;
        this.sessions = sessions;
        this.devices = devices;
    }

    @PostMapping
    ResponseEntity<?> open(@JsonBody(schema = "SignIn") Credentials credentials,
            HttpServletRequest request) {
        if (credentials.password == null) {
            return byPin(credentials);
        }
        String location = credentials.location == null ? "main" : credentials.location;
        SignInLimits.Attempt attempt = limits.byPassword(location, credentials.username,
                request.getRemoteAddr());
        Optional<SignIn.Proven> proven = signIn.withPassword(location, credentials.username,
                credentials.password);
        return answer(proven, attempt, null);
    }

    private ResponseEntity<?> byPin(Credentials credentials) {
        if (credentials.pin == null || credentials.device == null) {
            throw ProblemException.field("/password", "required");
        }
        Optional<Devices.Register> register = devices.register(credentials.device);
        if (register.isEmpty()) {
            return refused();
        }
        SignInLimits.Attempt attempt = limits.byPin(register.get().deviceId());
        return answer(signIn.withPin(register.get(), credentials.username, credentials.pin),
                attempt, register.get());
    }

    private ResponseEntity<?> answer(Optional<SignIn.Proven> proven, SignInLimits.Attempt attempt,
            Devices.@Nullable Register register) {
        if (proven.isEmpty()) {
            attempt.failed();
            return refused();
        }
        attempt.succeeded();
        SignIn.Proven person = proven.get();
        UUID device = register == null ? null : register.deviceId();
        Sessions.Opened opened = database.keyed("sign-in",
                () -> sessions.open(person.locationId(), person.staffId(), device));
        LOG.atInfo().addKeyValue("staff", person.staffId())
                .addKeyValue("location", person.locationCode())
                .addKeyValue("by", register == null ? "password" : "pin").log("signed in");
        return created(opened, person, register == null ? null : register.code());
    }

    @PostMapping("/refresh")
    ResponseEntity<?> renew(@JsonBody(schema = "RenewSession") Renewal renewal) {
        return database.keyed("sign-in", () -> sessions.renew(renewal.refreshToken))
                .<ResponseEntity<?>>flatMap(renewed -> signIn
                        .of(renewed.locationId(), renewed.staffId())
                        .map(person -> created(renewed, person, renewed.register())))
                .orElseGet(SessionApi::refused);
    }

    @GetMapping
    ResponseEntity<?> who(Caller caller) {
        return signIn.of(caller.locationId(), caller.staffId())
                .<ResponseEntity<?>>map(person -> ResponseEntity.ok(
                        new Who(person(person), place(person), caller.register())))
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @DeleteMapping
    ResponseEntity<Void> close(Caller caller) {
        database.keyed("sign-out", () -> {
            sessions.end(caller.locationId(), caller.sessionId());
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<?> created(Sessions.Opened opened, SignIn.Proven person,
            @Nullable String register) {
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(new Session(opened.token(), opened.expiresAt(), opened.refreshToken(),
                        person(person), place(person), register));
    }

    /** The same for whatever was wrong. */
    private static ResponseEntity<?> refused() {
        LOG.atInfo().log("sign-in refused");
        ResponseEntity<Object> reply = ProblemType.UNAUTHENTICATED.reply();
        return ResponseEntity.status(reply.getStatusCode()).headers(reply.getHeaders())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").body(reply.getBody());
    }

    private static Person person(SignIn.Proven proven) {
        return new Person(proven.staffId(), proven.staffName(), proven.role());
    }

    private static Place place(SignIn.Proven proven) {
        return new Place(proven.locationCode(), proven.currency(), proven.timeZone());
    }
}
