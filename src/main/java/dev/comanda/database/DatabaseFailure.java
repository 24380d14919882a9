package dev.comanda.database;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the database failed a command, and what to do about it (R 1.11). Holds no secret: PostgreSQL
 * and the driver name hosts and users, never passwords.
 *
 * @param problem in Spanish and in English
 * @param detail what the database or the driver said
 */
public record DatabaseFailure(String problem, @Nullable String detail, String advice, Kind kind) {

    /** Nobody to talk to; talks, but about another schema; anything else. */
    public enum Kind {
        UNREACHABLE,
        OTHER_SCHEMA,
        FAILED
    }

    /** Reads a failure; empty where no database had part in it. */
    public static Optional<DatabaseFailure> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof DatabaseUrlMissingException) {
                return Optional.of(new DatabaseFailure(StartFailures.NO_DATABASE, null,
                        StartFailures.NAME_A_DATABASE, Kind.UNREACHABLE));
            }
            if (t instanceof InvalidDatabaseUrlException) {
                return Optional.of(new DatabaseFailure(String.valueOf(t.getMessage()), null,
                        StartFailures.FORM, Kind.UNREACHABLE));
            }
            if (t instanceof EmbeddedPostgresException) {
                return Optional.of(new DatabaseFailure(String.valueOf(t.getMessage()), null,
                        "Look into postgres.log in the data folder (COMANDA_DATA, ./data).",
                        Kind.UNREACHABLE));
            }
            if (t instanceof SQLException sql) {
                return Optional.of(of(sql));
            }
        }
        return Optional.empty();
    }

    public boolean unreachable() {
        return kind == Kind.UNREACHABLE;
    }

    public boolean otherSchema() {
        return kind == Kind.OTHER_SCHEMA;
    }

    private static DatabaseFailure of(SQLException failure) {
        String detail = String.valueOf(failure.getMessage());
        Optional<ConnectionProblem> problem = ConnectionProblem.of(failure);
        if (problem.isPresent()) {
            return new DatabaseFailure(problem.get().description(), detail, problem.get().action(),
                    Kind.UNREACHABLE);
        }
        if (SqlState.isOtherSchema(failure)) {
            return new DatabaseFailure("""
                El esquema de la base de datos no es el de esta versión.
                The database's schema is not the one of this release.""", detail,
                    "See comanda migrations status, then run: comanda migrate",
                    Kind.OTHER_SCHEMA);
        }
        return new DatabaseFailure("""
            La base de datos falló; no se cambió nada.
            The database failed; nothing was changed.""", detail,
                "SQLSTATE " + SqlState.of(failure).orElse("")
                        + ": the database's own log says more.",
                Kind.FAILED);
    }
}
