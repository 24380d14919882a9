package dev.comanda.staff;

import dev.comanda.database.Database;
import dev.comanda.security.Devices;
import dev.comanda.security.Passwords;
import dev.comanda.security.Pins;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out whether somebody is who they say. */
@Component
class SignIn {
    private static final String COLUMNS = """
        SELECT l.id AS location_id, l.code AS location_code, l.currency, l.time_zone,
               p.id AS staff_id, p.name AS staff_name, p.role, p.password_hash, p.pin_hash
          FROM staff AS p
          JOIN locations AS l ON l.id = p.location_id
         WHERE p.active AND l.active
        """;
    private static final String BY_NAME = COLUMNS
            + " AND l.code = :location AND lower(p.username) = lower(:username)";
    private static final String BY_ID = COLUMNS + " AND l.id = :location AND p.id = :staff";
    private static final String OWN_PASSWORD = """
        SELECT username, password_hash
          FROM staff
         WHERE location_id = :location AND id = :staff AND active AND password_hash IS NOT NULL
        """;

    private final Database database;
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Pins pins;

    /** A person whose password or PIN was right, and where they are signed in. */
    record Proven(int locationId, String locationCode, String currency, String timeZone,
            UUID staffId, String staffName, String role) {}

    /** What a signed-in person signs in with. */
    record OwnPassword(String username, String passwordHash) {}

    private record Found(Proven person, @Nullable String passwordHash, @Nullable String pinHash) {}

    SignIn(Database database, JdbcClient jdbc, Passwords passwords, Pins pins) {
        this.database = database;
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.pins = pins;
    }

    /** Empty for an unknown name and for a wrong password, after the same time. */
    Optional<Proven> withPassword(String location, String username, String password) {
        Optional<Found> found = byName(location, username);
        boolean right = passwords.matches(password, found.map(Found::passwordHash).orElse(null));
        return right ? found.map(Found::person) : Optional.empty();
    }

    /** As {@link #withPassword}, on a register that a manager enrolled. */
    Optional<Proven> withPin(Devices.Register register, String username, String pin) {
        Optional<Found> found = byName(register.locationCode(), username);
        if (found.isEmpty()) {
            passwords.matches(pin, null);
            return Optional.empty();
        }
        return found
                .filter(f -> pins.matches(register.locationId(), f.person.staffId, f.pinHash,
                        register.deviceId(), pin))
                .map(Found::person);
    }

    /** A signed-in person's; empty where they have none, but a PIN. */
    Optional<OwnPassword> ownPassword(int locationId, UUID staffId) {
        return database.keyed("sign-in", () -> jdbc.sql(OWN_PASSWORD)
                .param("location", locationId).param("staff", staffId)
                .query(OwnPassword.class).optional());
    }

    /** The person and place of a session. */
    Optional<Proven> of(int locationId, UUID staffId) {
        return found(jdbc.sql(BY_ID).param("location", locationId).param("staff", staffId))
                .map(Found::person);
    }

    private Optional<Found> byName(String location, String username) {
        return found(jdbc.sql(BY_NAME).param("location", location).param("username", username));
    }

    private Optional<Found> found(JdbcClient.StatementSpec sql) {
        return database.keyed("sign-in", () -> sql.query(SignIn::found).optional());
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(new Proven(row.getInt("location_id"), row.getString("location_code"),
                row.getString("currency"), row.getString("time_zone"),
                row.getObject("staff_id", UUID.class), row.getString("staff_name"),
                row.getString("role")), row.getString("password_hash"), row.getString("pin_hash"));
    }
}
