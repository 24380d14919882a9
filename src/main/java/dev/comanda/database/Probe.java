package dev.comanda.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Asks the database one question over a session of its own: a pool that is full or hangs does not
 * hold it up. Whoever asks while the question is under way gets that answer, so that asking often
 * costs the database no more than one session and one statement at a time.
 */
public final class Probe<T> implements AutoCloseable {

    private static final String SECONDS_TO_GIVE_UP = "1";

    private final Question<T> question;
    private final Duration patience;
    private final String url;
    private final Properties properties = new Properties();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("database-probe").factory());
    private @Nullable CompletableFuture<T> underWay;
    private volatile @Nullable Connection session;

    /** What is asked, in one transaction that is rolled back. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection session) throws SQLException;
    }

    /** What came of it. */
    public sealed interface Outcome<T> {
        /** The database answered. */
        record Answer<T>(T value, Duration took) implements Outcome<T> {}

        /**
         * It did not, or not in time.
         *
         * @param reason for people and for strangers too: no host, no name, no statement
         */
        record Silence<T>(String reason) implements Outcome<T> {}
    }

    /**
     * Prepares it; the session begins with the first question.
     *
     * @param patience how long who asks waits for the answer
     */
    public Probe(JdbcConnectionDetails database, Question<T> question, Duration patience) {
        this.question = question;
        this.patience = patience;
        this.url = database.getJdbcUrl();
        properties.setProperty("user", Objects.requireNonNullElse(database.getUsername(), ""));
        properties.setProperty("password", Objects.requireNonNullElse(database.getPassword(), ""));
        properties.setProperty("ApplicationName", "comanda-probe");
        properties.setProperty("connectTimeout", SECONDS_TO_GIVE_UP);
        properties.setProperty("socketTimeout", SECONDS_TO_GIVE_UP);
        properties.setProperty("prepareThreshold", "0"); // a pooler may stand between
    }

    /** Asks, and waits no longer than the patience given. */
    public Outcome<T> ask() {
        long start = System.nanoTime();
        try {
            T value = askOrJoin().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome.Answer<>(value, Duration.ofNanos(System.nanoTime() - start));
        } catch (TimeoutException e) {
            return new Outcome.Silence<>("no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Outcome.Silence<>(reason(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Silence<>("interrupted");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        forget();
    }

    private synchronized CompletableFuture<T> askOrJoin() {
        CompletableFuture<T> current = underWay;
        if (current == null || current.isDone()) {
            current = new CompletableFuture<>();
            underWay = current;
            CompletableFuture<T> mine = current;
            thread.execute(() -> answer(mine));
        }
        return current;
    }

    private void answer(CompletableFuture<T> future) {
        try {
            future.complete(look());
        } catch (SQLException | RuntimeException e) {
            forget();
            future.completeExceptionally(e);
        }
    }

    private T look() throws SQLException {
        Connection kept = session;
        if (kept != null) {
            try {
                return look(kept);
            } catch (SQLException e) {
                forget(); // it may have died of age: only a new one tells
            }
        }
        Connection fresh = DriverManager.getConnection(url, properties);
        session = fresh;
        fresh.setAutoCommit(false);
        return look(fresh);
    }

    private T look(Connection connection) throws SQLException {
        try (Statement limit = connection.createStatement()) {
            limit.execute("SET LOCAL statement_timeout = 900");
        }
        T value = question.ask(connection);
        connection.rollback();
        return value;
    }

    private void forget() {
        Connection gone = session;
        session = null;
        if (gone != null) {
            try {
                gone.abort(Runnable::run); // closing politely would wait for a server that hangs
            } catch (SQLException e) {
                // it was gone already
            }
        }
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure instanceof SQLException e) {
            return ConnectionProblem.of(e)
                    .map(problem -> problem.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .orElseGet(() -> "SQLSTATE " + SqlState.of(e).orElse("unknown"));
        }
        return "the question failed";
    }
}
