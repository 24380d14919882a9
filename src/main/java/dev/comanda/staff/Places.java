package dev.comanda.staff;

import dev.comanda.security.Audit;
import dev.comanda.security.Caller;
import dev.comanda.security.Devices;
import dev.comanda.security.Sessions;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The registers and devices of one location. Both are switched off, never deleted. */
@Component
class Places {
    private static final String REGISTERS = """
        SELECT code, active
          FROM registers
         WHERE location_id = :location
         ORDER BY length(code), code
        """;
    private static final String CREATE_REGISTER = """
        INSERT INTO registers (location_id, code) VALUES (:location, :code)
        """;
    // returns the state before, for the audit book
    private static final String CHANGE_REGISTER = """
        UPDATE registers AS r
           SET active = :active
          FROM (SELECT location_id, code, active
                  FROM registers
                 WHERE location_id = :location AND code = :code
                   FOR UPDATE) AS old
         WHERE r.location_id = old.location_id AND r.code = old.code
        RETURNING old.code, old.active
        """;
    private static final String DEVICES = """
        SELECT id, kind, name, register, created_at, revoked_at
          FROM devices
         WHERE location_id = :location
         ORDER BY created_at, id
        """;
    private static final String ENROL = """
        INSERT INTO devices (location_id, id, kind, name, register, token_hash, enrolled_by)
        VALUES (:location, :id, :kind, :name, :register, :hash, :by)
        RETURNING id, kind, name, register, created_at, revoked_at
        """;
    private static final String REVOKE = """
        UPDATE devices
           SET revoked_at = coalesce(revoked_at, now())
         WHERE location_id = :location AND id = :id
        """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Devices devices;
    private final Sessions sessions;

    record Register(String code, boolean active) {}

    record Device(UUID id, String kind, String name, @Nullable String register, Instant enrolledAt,
            @Nullable Instant revokedAt) {}

    /** A device and the token it will sign in with, shown this once. */
    record Enrolled(Device device, String token) {

        @Override
        public String toString() {
            return device.toString();
        }
    }

    Places(JdbcClient jdbc, Audit audit, Devices devices, Sessions sessions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.devices = devices;
        this.sessions = sessions;
    }

    List<Register> registers(Caller caller) {
        return jdbc.sql(REGISTERS).param("location", caller.locationId())
                .query(Places::register).list();
    }

    /** Adds a register; throws {@code already-exists}. */
    @Transactional
    Register createRegister(Caller caller, String code) {
        Register register = new Register(code, true);
        try {
            jdbc.sql(CREATE_REGISTER).param("location", caller.locationId()).param("code", code)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new ProblemException(ProblemType.ALREADY_EXISTS);
        }
        audit.add(caller, Audit.Entry.created("registers", code, register));
        return register;
    }

    /** Switches a register on or off; empty where this location has none of that code. */
    @Transactional
    Optional<Register> changeRegister(Caller caller, String code, boolean active) {
        Optional<Register> before = jdbc.sql(CHANGE_REGISTER)
                .param("location", caller.locationId()).param("code", code)
                .param("active", active).query(Places::register).optional();
        return before.map(old -> {
            Register now = new Register(code, active);
            audit.add(caller, Audit.Entry.changed("registers", code, old, now));
            return now;
        });
    }

    List<Device> devices(Caller caller) {
        return jdbc.sql(DEVICES).param("location", caller.locationId()).query(Places::device)
                .list();
    }

    /** Lets a machine in; throws {@code unknown-register} for a register that is not here. */
    @Transactional
    Enrolled enrol(Caller caller, String kind, String name, @Nullable String register) {
        UUID id = UUID.randomUUID();
        Devices.Minted minted = Devices.mint(caller.locationId(), id);
        try {
            Device device = jdbc.sql(ENROL).param("location", caller.locationId()).param("id", id)
                    .param("kind", kind).param("name", name).param("register", register)
                    .param("hash", minted.hash()).param("by", caller.staffId())
                    .query(Places::device).single();
            audit.add(caller, Audit.Entry.created("devices", id, device));
            return new Enrolled(device, minted.token());
        } catch (DataIntegrityViolationException e) {
            throw new ProblemException(ProblemType.UNKNOWN_REGISTER);
        }
    }

    /** Shuts a machine out, and whoever is signed in on it; whether this location has it. */
    @Transactional
    boolean revoke(Caller caller, UUID id) {
        boolean known = jdbc.sql(REVOKE).param("location", caller.locationId()).param("id", id)
                .update() == 1;
        if (known) {
            audit.add(caller, Audit.Entry.of("revoke", "devices", id));
            devices.revoked(caller.locationId(), id);
            sessions.endOn(caller.locationId(), id);
        }
        return known;
    }

    private static Register register(ResultSet row, int number) throws SQLException {
        return new Register(row.getString("code"), row.getBoolean("active"));
    }

    private static Device device(ResultSet row, int number) throws SQLException {
        OffsetDateTime revokedAt = row.getObject("revoked_at", OffsetDateTime.class);
        return new Device(row.getObject("id", UUID.class), row.getString("kind"),
                row.getString("name"), row.getString("register"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                revokedAt == null ? null : revokedAt.toInstant());
    }
}
