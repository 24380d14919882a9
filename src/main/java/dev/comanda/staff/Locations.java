package dev.comanda.staff;

import dev.comanda.security.Audit;
import dev.comanda.security.Caller;
import dev.comanda.security.Sessions;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The shops of a chain. Each sees itself only; whoever opens one is its first member of staff. */
@Component
class Locations {
    private static final String OWN = """
        SELECT code, name, currency, time_zone, prices_include_tax, active, cashier_discount_bp
          FROM locations
         WHERE id = :location
           FOR NO KEY UPDATE
        """;
    private static final String CREATE = """
        INSERT INTO locations (code, name, currency, time_zone, prices_include_tax)
        VALUES (:code, :name, :currency, :zone, :tax)
        RETURNING id
        """;
    private static final String FIRST_REGISTER = """
        INSERT INTO registers (location_id, code) VALUES (:location, 'R1')
        """;
    // the creator's own name, password and PIN: a new shop must have somebody who can sign in
    private static final String FIRST_STAFF = """
        INSERT INTO staff (location_id, id, username, name, role, password_hash, pin_hash)
        SELECT :created, :id, username, name, role, password_hash, pin_hash
          FROM staff
         WHERE location_id = :location AND id = :staff
        """;
    private static final String CHANGE = """
        UPDATE locations
           SET name = :name, active = :active, cashier_discount_bp = :cashierDiscountBp
         WHERE id = :location
        """;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Sessions sessions;

    /** @param cashierDiscountBp what a cashier may take off alone, in basis points */
    record Location(String code, String name, String currency, String timeZone,
            boolean pricesIncludeTax, boolean active, int cashierDiscountBp) {}

    Locations(JdbcClient jdbc, Audit audit, Sessions sessions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.sessions = sessions;
    }

    Location own(Caller caller) {
        return jdbc.sql(OWN).param("location", caller.locationId())
                .query((row, n) -> new Location(row.getString("code"), row.getString("name"),
                        row.getString("currency"), row.getString("time_zone"),
                        row.getBoolean("prices_include_tax"), row.getBoolean("active"),
                        row.getInt("cashier_discount_bp")))
                .single();
    }

    /** Opens a location with register R1 and its creator as staff. */
    @Transactional
    Location create(Caller caller, Location location) {
        requireReal(location);
        int id;
        try {
            id = jdbc.sql(CREATE).param("code", location.code).param("name", location.name)
                    .param("currency", location.currency).param("zone", location.timeZone)
                    .param("tax", location.pricesIncludeTax).query(Integer.class).single();
        } catch (DuplicateKeyException e) {
            throw new ProblemException(ProblemType.ALREADY_EXISTS);
        }
        jdbc.sql(FIRST_REGISTER).param("location", id).update();
        jdbc.sql(FIRST_STAFF).param("created", id).param("id", UUID.randomUUID())
                .param("location", caller.locationId()).param("staff", caller.staffId()).update();
        audit.add(caller, Audit.Entry.created("locations", location.code, location));
        return location;
    }

    /** Closing one signs everybody out of it; only an operator at the database opens it again. */
    @Transactional
    Location change(Caller caller, @Nullable String name, @Nullable Boolean active,
            @Nullable Integer cashierDiscountBp) {
        Location before = own(caller);
        Location after = new Location(before.code, name == null ? before.name : name,
                before.currency, before.timeZone, before.pricesIncludeTax,
                active == null ? before.active : active,
                cashierDiscountBp == null ? before.cashierDiscountBp : cashierDiscountBp);
        jdbc.sql(CHANGE).param("location", caller.locationId()).param("name", after.name)
                .param("active", after.active)
                .param("cashierDiscountBp", after.cashierDiscountBp).update();
        audit.add(caller, Audit.Entry.changed("locations", before.code, before, after));
        if (!after.active) {
            sessions.endAt(caller.locationId());
        }
        return after;
    }

    private static void requireReal(Location location) {
        try {
            Currency.getInstance(location.currency);
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("/currency", "currency");
        }
        try {
            ZoneId.of(location.timeZone);
        } catch (DateTimeException e) {
            throw ProblemException.field("/timeZone", "time-zone");
        }
    }
}
