package dev.comanda.staff;

import dev.comanda.security.Audit;
import dev.comanda.security.Caller;
import dev.comanda.security.Role;
import dev.comanda.security.Sessions;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people of one location. Nobody is deleted: receipts and the audit book name them. */
@Component
class Staff {
    private static final String COLUMNS = """
        SELECT id, username, name, role, active, password_hash IS NOT NULL AS has_password,
               pin_hash IS NOT NULL AS has_pin
          FROM staff
         WHERE location_id = :location
        """;
    private static final String LIST = COLUMNS + " ORDER BY lower(username)";
    private static final String LOCK = COLUMNS + " AND id = :id FOR UPDATE";
    private static final String CREATE = """
        INSERT INTO staff (location_id, id, username, name, role, password_hash, pin_hash)
        VALUES (:location, :id, :username, :name, :role, :password, :pin)
        """;
    private static final String CHANGE = """
        UPDATE staff
           SET name = :name, role = :role, active = :active,
               password_hash = coalesce(:password, password_hash),
               pin_hash = coalesce(:pin, pin_hash)
         WHERE location_id = :location AND id = :id
        """;
    // locks them all, in id order: of two who retire each other one waits and is refused
    private static final String ADMINISTRATORS = """
        SELECT id
          FROM staff
         WHERE location_id = :location AND role = 'admin' AND active
         ORDER BY id
           FOR UPDATE
        """;
    private static final String FORGET_WRONG_PINS = """
        DELETE FROM pin_failures WHERE location_id = :location AND staff_id = :id
        """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Sessions sessions;

    /** As shown and as audited: without secrets, which are only said to exist. */
    record Person(UUID id, String username, String name, String role, boolean active,
            boolean hasPassword, boolean hasPin) {}

    /** What is to be stored of a password and a PIN: hashes, or {@code null} to leave them. */
    record Hashes(@Nullable String password, @Nullable String pin) {}

    Staff(JdbcClient jdbc, Audit audit, Sessions sessions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.sessions = sessions;
    }

    List<Person> list(Caller caller) {
        return jdbc.sql(LIST).param("location", caller.locationId()).query(Staff::person).list();
    }

    /**
     * Adds a person.
     *
     * @throws ProblemException {@code forbidden} for a role that the caller does not manage,
     *     {@code already-exists} for a name in use
     */
    @Transactional
    Person create(Caller caller, String username, String name, Role role, Hashes hashes) {
        requireManages(caller, role);
        Person person = new Person(UUID.randomUUID(), username, name, role.code(), true,
                hashes.password != null, hashes.pin != null);
        try {
            jdbc.sql(CREATE).param("location", caller.locationId()).param("id", person.id)
                    .param("username", username).param("name", name).param("role", role.code())
                    .param("password", hashes.password).param("pin", hashes.pin).update();
        } catch (DuplicateKeyException e) {
            throw new ProblemException(ProblemType.ALREADY_EXISTS);
        }
        audit.add(caller, Audit.Entry.created("staff", person.id, person));
        return person;
    }

    /**
     * Changes what is not {@code null}. Whoever is deactivated, or gets another password, PIN or
     * role from somebody else, is signed out everywhere.
     *
     * @return empty where this location has no such person
     * @throws ProblemException {@code forbidden}, {@code last-administrator}
     */
    @Transactional
    Optional<Person> change(Caller caller, UUID id, @Nullable String name, @Nullable Role role,
            @Nullable Boolean active, Hashes hashes) {
        List<UUID> administrators = jdbc.sql(ADMINISTRATORS)
                .param("location", caller.locationId())
                .query((row, _) -> row.getObject("id", UUID.class)).list();
        Optional<Person> found = jdbc.sql(LOCK).param("location", caller.locationId())
                .param("id", id).query(Staff::person).optional();
        if (found.isEmpty()) {
            return found;
        }
        Person before = found.get();
        Person after = new Person(id, before.username, name == null ? before.name : name,
                role == null ? before.role : role.code(), active == null ? before.active : active,
                before.hasPassword || hashes.password != null,
                before.hasPin || hashes.pin != null);
        requireManages(caller, Role.of(before.role));
        requireManages(caller, Role.of(after.role));
        boolean leavesOffice = !after.active || !after.role.equals(Role.ADMIN.code());
        if (leavesOffice && administrators.equals(List.of(id))) {
            throw new ProblemException(ProblemType.LAST_ADMINISTRATOR);
        }
        jdbc.sql(CHANGE).param("location", caller.locationId()).param("id", id)
                .param("name", after.name).param("role", after.role)
                .param("active", after.active).param("password", hashes.password)
                .param("pin", hashes.pin).update();
        if (hashes.pin != null || hashes.password != null) {
            jdbc.sql(FORGET_WRONG_PINS).param("location", caller.locationId()).param("id", id)
                    .update();
        }
        audit.add(caller, Audit.Entry.changed("staff", id, before, after));
        if (hashes.password != null) {
            audit.add(caller, Audit.Entry.of("set-password", "staff", id));
        }
        if (hashes.pin != null) {
            audit.add(caller, Audit.Entry.of("set-pin", "staff", id));
        }
        boolean endsSessions = !after.active || !after.role.equals(before.role)
                || hashes.password != null || hashes.pin != null;
        if (endsSessions && !id.equals(caller.staffId())) {
            sessions.endOf(caller.locationId(), id);
        }
        return Optional.of(after);
    }

    /** Signs a person out everywhere; whether this location has them. */
    @Transactional
    boolean revoke(Caller caller, UUID id) {
        Optional<Person> person = jdbc.sql(LOCK).param("location", caller.locationId())
                .param("id", id).query(Staff::person).optional();
        person.ifPresent(p -> {
            requireManages(caller, Role.of(p.role));
            sessions.endOf(caller.locationId(), id);
            audit.add(caller, Audit.Entry.of("end-sessions", "staff", id));
        });
        return person.isPresent();
    }

    /** Ends one of a person's own sessions; whether it was one that still ran. */
    @Transactional
    boolean endOwnSession(Caller caller, UUID sessionId) {
        boolean ran = sessions.endOwn(caller, sessionId);
        if (ran) {
            audit.add(caller, Audit.Entry.of("end-sessions", "staff_sessions", sessionId));
        }
        return ran;
    }

    /** A person's own new password; ends all their sessions, this one too. */
    @Transactional
    void changeOwnPassword(Caller caller, String hash) {
        jdbc.sql(
                "UPDATE staff SET password_hash = :hash WHERE location_id = :location AND id = :id")
                .param("hash", hash).param("location", caller.locationId())
                .param("id", caller.staffId()).update();
        audit.add(caller, Audit.Entry.of("set-password", "staff", caller.staffId()));
        sessions.endOf(caller.locationId(), caller.staffId());
    }

    private static void requireManages(Caller caller, Role role) {
        if (!caller.role().manages(role)) {
            throw new ProblemException(ProblemType.FORBIDDEN);
        }
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(row.getObject("id", UUID.class), row.getString("username"),
                row.getString("name"), row.getString("role"), row.getBoolean("active"),
                row.getBoolean("has_password"), row.getBoolean("has_pin"));
    }
}
