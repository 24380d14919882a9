package dev.comanda.migration;

import dev.comanda.database.DatabaseFailure;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Why the migrations stopped and what to do (R 0.5, R 1.20). Flyway's message names the script, the
 * SQLSTATE and the line.
 */
public record MigrationFailure(String problem, @Nullable String detail, String advice) {

    private static final String FAILED = """
        Una migración no se pudo aplicar; nada de ella quedó hecho.
        A migration did not go through; nothing of it was done.""";
    private static final String STUCK = """
        Una migración anterior quedó a medias.
        An earlier migration is left half done.""";
    private static final String MEND = "Mend its cause and start again, or go back to the last"
            + " release: its schema is untouched.";
    private static final String RESOLVE = "See comanda migrations status; then comanda migrations"
            + " resolve --applied V or --rolled-back V";

    /** Reads a failure; empty where no migration had part in it. */
    public static Optional<MigrationFailure> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SchemaPinnedException) {
                return Optional.of(new MigrationFailure(String.valueOf(t.getMessage()), null,
                        SchemaPinnedException.ADVICE));
            }
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof FlywayException flyway) {
                return unreachable(flyway) ? Optional.empty() : Optional.of(of(flyway));
            }
        }
        return Optional.empty();
    }

    private static MigrationFailure of(FlywayException failure) {
        String detail = String.valueOf(failure.getMessage()).strip();
        // a row that says failed: only what ran outside of a transaction leaves one
        boolean stuck = detail.contains("Detected failed migration")
                || detail.contains("CONCURRENTLY");
        return stuck
                ? new MigrationFailure(STUCK, detail, RESOLVE)
                : new MigrationFailure(FAILED, detail, MEND);
    }

    private static boolean unreachable(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException) {
                return DatabaseFailure.of(t).filter(DatabaseFailure::unreachable).isPresent();
            }
        }
        return false;
    }

    static final class Analyzer extends AbstractFailureAnalyzer<RuntimeException> {

        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
            return MigrationFailure.of(root)
                    .map(failure -> new FailureAnalysis(failure.detail == null
                            ? failure.problem
                            : failure.problem + System.lineSeparator() + failure.detail,
                            failure.advice, cause))
                    .orElse(null);
        }
    }
}
