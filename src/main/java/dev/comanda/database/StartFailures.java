package dev.comanda.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What is said instead of a stack trace when the server cannot start because of its database. */
final class StartFailures {

    static final String NO_DATABASE = """
        DATABASE_URL no está definido
        Aquí los datos no sobrevivirían al próximo despliegue: Comanda no arranca sin base de datos.
        DATABASE_URL is not set
        Here data would not survive the next deploy: Comanda does not start without a database.""";
    static final String NAME_A_DATABASE = """
        Cree una base de datos PostgreSQL 15 o posterior y defina
        DATABASE_URL=postgresql://usuario:contraseña@servidor:5432/base
        Create a PostgreSQL database, version 15 or newer, and set
        DATABASE_URL=postgresql://user:password@host:5432/name
        Render: fromDatabase, connectionString. Railway: ${{Postgres.DATABASE_URL}}.\
         Kubernetes: a secret.""";

    static final String FORM = "The form is postgresql://user:password@host:5432/name"
            + "?sslmode=require";

    private StartFailures() {}

    static final class Missing extends AbstractFailureAnalyzer<DatabaseUrlMissingException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, DatabaseUrlMissingException cause) {
            return new FailureAnalysis(NO_DATABASE, NAME_A_DATABASE, cause);
        }
    }

    static final class Invalid extends AbstractFailureAnalyzer<InvalidDatabaseUrlException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, InvalidDatabaseUrlException cause) {
            return new FailureAnalysis(cause.getMessage(), FORM, cause);
        }
    }

    static final class Embedded extends AbstractFailureAnalyzer<EmbeddedPostgresException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, EmbeddedPostgresException cause) {
            return new FailureAnalysis(cause.getMessage(), null, cause);
        }
    }

    static final class Connection extends AbstractFailureAnalyzer<SQLException> {
        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, SQLException cause) {
            return ConnectionProblem.of(cause)
                    .map(problem -> new FailureAnalysis(
                            problem.description() + System.lineSeparator() + cause.getMessage(),
                            problem.action(), cause))
                    .orElse(null);
        }
    }
}
