package dev.comanda.staff;

import dev.comanda.database.Database;
import dev.comanda.security.Caller;
import dev.comanda.security.Passwords;
import dev.comanda.security.Pins;
import dev.comanda.security.Role;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who works here. Passwords and PINs go in and never come out. */
@RestController
@RequestMapping("/api")
class StaffApi {
    private static final int LEAST_OF_ONES_OWN = 8;
    /** What everybody tries first; longer ones fall to the limits on trying. */
    private static final List<String> COMMON = List.of("password", "contraseña", "qwerty", "12345",
            "admin", "comanda", "letmein", "iloveyou", "abc123", "111111", "00000");

    private final Database database;
    private final Staff staff;
    private final Passwords passwords;

    record CreateStaff(String username, String name, String role, @Nullable String password,
            @Nullable String pin) {}

    record ChangeStaff(@Nullable String name, @Nullable String role, @Nullable Boolean active,
            @Nullable String password, @Nullable String pin) {}

    record StaffList(List<Staff.Person> items) {}

    StaffApi(Database database, Staff staff, Passwords passwords) {
        this.database = database;
        this.staff = staff;
        this.passwords = passwords;
    }

    @GetMapping("/staff")
    StaffList list(Caller caller) {
        return new StaffList(all(caller));
    }

    @PostMapping("/staff")
    ResponseEntity<Staff.Person> create(Caller caller, @JsonBody CreateStaff wish) {
        Role role = Role.of(wish.role);
        if (wish.password == null && wish.pin == null) {
            throw ProblemException.field("/password", "required");
        }
        Staff.Hashes hashes = hashes(wish.username, role, wish.password, wish.pin);
        Staff.Person person = database.once("staff creation",
                () -> staff.create(caller, wish.username, wish.name, role, hashes));
        return ResponseEntity.created(URI.create("/api/staff/" + person.id())).body(person);
    }

    @PatchMapping("/staff/{id}")
    ResponseEntity<?> change(Caller caller, @PathVariable UUID id, @JsonBody ChangeStaff wish) {
        Staff.Person now = all(caller).stream().filter(p -> p.id().equals(id)).findFirst()
                .orElse(null);
        if (now == null) {
            return ProblemType.NOT_FOUND.reply();
        }
        Role role = Role.of(wish.role == null ? now.role() : wish.role);
        Staff.Hashes hashes = hashes(now.username(), role, wish.password, wish.pin);
        return database.once("staff change", () -> staff.change(caller, id, wish.name,
                wish.role == null ? null : role, wish.active, hashes))
                .<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @DeleteMapping("/staff/{id}/sessions")
    ResponseEntity<?> revoke(Caller caller, @PathVariable UUID id) {
        return database.once("staff sign-out", () -> staff.revoke(caller, id))
                ? ResponseEntity.noContent().build()
                : ProblemType.NOT_FOUND.reply();
    }

    private List<Staff.Person> all(Caller caller) {
        return database.keyed("staff list", () -> staff.list(caller));
    }

    private Staff.Hashes hashes(String username, Role role, @Nullable String password,
            @Nullable String pin) {
        if (password != null) {
            requireStrong(username, password);
        }
        boolean approves = role == Role.ADMIN || role == Role.MANAGER;
        if (pin != null && approves && pin.length() < Pins.MIN_LENGTH_MANAGER) {
            throw ProblemException.field("/pin", "minLength", Pins.MIN_LENGTH_MANAGER);
        }
        if (pin != null && easy(pin)) {
            throw ProblemException.field("/pin", "guessable-pin");
        }
        return new Staff.Hashes(password == null ? null : passwords.hash(password),
                pin == null ? null : passwords.hash(pin));
    }

    /** Throws {@code validation} for what is little without the name and common words. */
    static void requireStrong(String username, String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        String rest = lower.replace(username.toLowerCase(Locale.ROOT), "");
        for (String word : COMMON) {
            rest = rest.replace(word, "");
        }
        if (rest.length() < Math.max(LEAST_OF_ONES_OWN, lower.length() / 2)
                || lower.chars().distinct().count() < 5) {
            throw ProblemException.field("/password", "guessable-password");
        }
    }

    /** 1111, 1234, 4321: the ones that are tried within the five free tries. */
    private static boolean easy(String pin) {
        long steps = IntStream.range(1, pin.length())
                .map(i -> pin.charAt(i) - pin.charAt(i - 1)).distinct().count();
        return steps == 1 && Math.abs(pin.charAt(1) - pin.charAt(0)) <= 1;
    }
}
