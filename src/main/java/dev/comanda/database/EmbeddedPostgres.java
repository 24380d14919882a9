package dev.comanda.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own for a shop without one: durable, reachable from this machine only,
 * started and stopped with the application, and started again when it dies alone.
 *
 * <p>Everything lies in one folder: {@code postgres/} (the data), {@code postgres.log},
 * {@code postgres.password}, {@code postgres.lock} and the unpacked programs.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    static final String USER = "postgres";
    private static final long RECOVERY_LIMIT_SECONDS = 600;

    private final Path home;
    private final Path data;
    private final PostgresLock lock;
    private final PostgresBinaries binaries;
    private final PostgresAccount account;
    private final PostgresClient client;
    private volatile PostgresProcess process;
    private volatile boolean closed;

    /**
     * Starts the server and waits until it answers.
     *
     * @param folder made if it is not there; held by one JVM at a time
     * @throws EmbeddedPostgresException saying what stands in the way
     */
    public static EmbeddedPostgres start(Path folder) {
        try {
            Path home = Files.createDirectories(folder.toAbsolutePath().normalize()).toRealPath();
            PostgresLock lock = PostgresLock.take(home.resolve("postgres.lock"));
            try {
                return new EmbeddedPostgres(home, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("PostgreSQL cannot use the folder "
                    + folder.toAbsolutePath() + ": " + e + System.lineSeparator()
                    + "Give this user the folder, or name another one in COMANDA_DATA", e);
        }
    }

    private EmbeddedPostgres(Path home, PostgresLock lock) throws IOException {
        this.home = home;
        this.data = home.resolve("postgres");
        this.lock = lock;
        PostgresProcess.clearFormer(home, data);
        this.binaries = PostgresBinaries.unpackedIn(home);
        this.account = PostgresAccount.choose(home, data, binaries.program("postgres"));
        this.client = new PostgresClient(freePort(), USER,
                PostgresData.prepare(home, data, binaries, account));
        this.process = launch();
        try {
            awaitReady();
        } catch (RuntimeException e) {
            process.stop();
            throw e;
        }
        Thread.ofPlatform().daemon().name("postgres-watch").start(this::watch);
    }

    /** The address for the driver; the user is {@link #username()} */
    public String jdbcUrl(String database) {
        return client.url(database);
    }

    public String username() {
        return client.user();
    }

    public String password() {
        return client.password();
    }

    public int port() {
        return client.port();
    }

    public Path home() {
        return home;
    }

    /** The server's process id, if it runs. */
    public Optional<Long> pid() {
        try {
            return PostgresProcess.serverPid(data);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes the database unless it exists. */
    public void createDatabase(String name) {
        try (Connection connection = client.connect();
                Statement sql = connection.createStatement()) {
            try (ResultSet found = sql.executeQuery("SELECT 1 FROM pg_database WHERE datname = "
                    + sql.enquoteLiteral(name))) {
                if (found.next()) {
                    return;
                }
            }
            sql.execute("CREATE DATABASE " + sql.enquoteIdentifier(name, true));
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("Cannot create the database " + name, e);
        }
    }

    /** A line to paste, for whoever wants to look inside. */
    public String psqlHint(String database) {
        return "PGPASSWORD=$(cat " + PostgresData.passwordFile(home) + ") psql -h 127.0.0.1 -p "
                + port() + " -U " + username() + " " + database;
    }

    @Override
    public void close() {
        closed = true;
        process.stop();
        lock.close();
    }

    private PostgresProcess launch() throws IOException {
        return PostgresProcess.start(account, binaries.program("postgres"), data,
                home.resolve("postgres.log"), client.port());
    }

    /** Restarts the server on its port, so that open pools find it again without anybody's help. */
    private void watch() {
        try {
            while (!closed) {
                if (!process.waitFor(1, TimeUnit.HOURS)) {
                    PostgresProcess.keepSmall(home.resolve("postgres.log"));
                } else if (!closed) {
                    log.warn("PostgreSQL stopped by itself; starting it again on port {}", port());
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("Cannot keep {} small", home.resolve("postgres.log"), e);
        }
    }

    private void restart() throws InterruptedException {
        long pauseMs = 100; // the former server's backends may need a moment to go
        while (!closed) {
            try {
                process.stop();
                PostgresProcess.clearFormer(home, data);
                process = launch();
                awaitReady();
                log.warn("PostgreSQL is back on port {}", port());
                return;
            } catch (IOException | RuntimeException e) {
                log.warn("PostgreSQL did not start, trying again: {}", e.getMessage());
                Thread.sleep(pauseMs);
                pauseMs = Math.min(pauseMs * 2, 10_000);
            }
        }
        process.stop();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECOVERY_LIMIT_SECONDS);
        while (true) {
            try (Connection connection = client.connect()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if ("28P01".equals(e.getSQLState())) {
                    throw new EmbeddedPostgresException(PostgresData.passwordFile(home)
                            + " does not hold the password that this data was made with", e);
                }
            }
            pause();
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException("PostgreSQL did not start; the last lines of "
                        + home.resolve("postgres.log") + ":" + System.lineSeparator()
                        + lastLines());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(40);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL was starting", e);
        }
    }

    private String lastLines() {
        try {
            var lines = Files.readAllLines(home.resolve("postgres.log"));
            return lines.stream().skip(Math.max(0, lines.size() - 8))
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
