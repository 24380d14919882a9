package dev.comanda.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's five-character states mean for trying again. */
public final class SqlState {

    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "55P03");
    /** Undefined table, column, function, schema. */
    private static final Set<String> OTHER_SCHEMA = Set.of("42P01", "42703", "42883", "3F000");
    private static final Set<String> SERVER_LEFT = Set.of("57P01", "57P02", "57P03", "53300",
            "25006");

    private SqlState() {}

    /** The state of the innermost failure that has one. */
    static Optional<String> of(Throwable failure) {
        String state = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && e.getSQLState() != null) {
                state = e.getSQLState();
            }
        }
        return Optional.ofNullable(state);
    }

    /** Deadlock, serialization failure, lock not available: PostgreSQL has undone everything. */
    public static boolean isRolledBack(@Nullable Throwable failure) {
        return failure != null && of(failure).filter(ROLLED_BACK::contains).isPresent();
    }

    /**
     * Nothing was done, and the next try may succeed: a statement that waits while the schema
     * changes beside it goes on with what it had read before.
     */
    static boolean isUndone(@Nullable Throwable failure) {
        return failure != null && (isRolledBack(failure) || isOtherSchema(failure));
    }

    /** The statement asks for what the schema does not have. */
    static boolean isOtherSchema(Throwable failure) {
        return of(failure).filter(OTHER_SCHEMA::contains).isPresent();
    }

    /** The connection broke or none was to be had; whether the work was done is unknown. */
    static boolean isConnectionLost(@Nullable Throwable failure) {
        if (failure == null) {
            return false;
        }
        boolean byState = of(failure)
                .filter(state -> state.startsWith("08") || SERVER_LEFT.contains(state)).isPresent();
        return byState || isPoolExhausted(failure);
    }

    /** Every connection of the pool is busy, or no new one comes about. */
    static boolean isPoolExhausted(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /** Statement timeout, or the server is out of disk, memory or some other resource. */
    static boolean isOverloaded(Throwable failure) {
        return of(failure).filter(state -> state.equals("57014") || state.startsWith("53"))
                .isPresent();
    }
}
