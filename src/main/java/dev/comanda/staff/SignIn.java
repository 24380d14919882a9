package dev.comanda.staff;

import dev.comanda.security.Passwords;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out whether somebody is who they say. */
@Component
class SignIn {
    private static final String FIND = """
        SELECT l.id AS location_id, l.code AS location_code, l.currency, l.time_zone,
               p.id AS staff_id, p.name AS staff_name, p.role, p.password_hash
          FROM staff AS p
          JOIN locations AS l ON l.id = p.location_id
         WHERE l.code = :location AND lower(p.username) = lower(:username) AND p.active
        """;

    private final JdbcClient jdbc;
    private final Passwords passwords;

    /** A person whose password was right, and where they are signed in. */
    record Proven(int locationId, String locationCode, String currency, String timeZone,
            UUID staffId, String staffName, String role) {}

    private record Found(Proven person, String passwordHash) {}

    SignIn(JdbcClient jdbc, Passwords passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    /** Empty for an unknown name and for a wrong password, after the same time. */
    Optional<Proven> withPassword(String location, String username, String password) {
        Optional<Found> found = jdbc.sql(FIND).param("location", location)
                .param("username", username)
                .query((row, n) -> new Found(new Proven(row.getInt("location_id"),
                        row.getString("location_code"), row.getString("currency"),
                        row.getString("time_zone"), row.getObject("staff_id", UUID.class),
                        row.getString("staff_name"), row.getString("role")),
                        row.getString("password_hash")))
                .optional();
        boolean right = passwords.matches(password, found.map(Found::passwordHash).orElse(null));
        return right ? found.map(Found::person) : Optional.empty();
    }
}
