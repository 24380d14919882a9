package dev.comanda.security;

import java.util.Locale;

/** What a person or a device is here to do; {@link Permissions} says what that allows. */
public enum Role {
    /** Owns the shop: everything, other managers included. */
    ADMIN,
    /** Runs a location: catalogue, staff, registers, approvals. */
    MANAGER,
    /** Sells. */
    CASHIER,
    /** A display on a wall: reads one location, signed in by its device token. */
    SCREEN,
    /** Deploys and watches: the operations endpoints only. */
    OPERATOR;

    /** Whether people of this role may make, change and deactivate people of the other. */
    public boolean manages(Role other) {
        return switch (this) {
            case ADMIN -> other != SCREEN;
            case MANAGER -> other == MANAGER || other == CASHIER;
            case CASHIER, SCREEN, OPERATOR -> false;
        };
    }

    /** As it stands in the database and on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of that code.
     *
     * @throws IllegalArgumentException for a code that the database's CHECK does not know either
     */
    public static Role of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
