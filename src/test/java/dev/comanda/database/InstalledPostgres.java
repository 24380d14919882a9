package dev.comanda.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL that the machine has as a package, run as our own would be: on an empty folder under
 * target, on this machine only, and ended with the JVM.
 */
public final class InstalledPostgres {

    private static final Map<Integer, DatabaseUrl> SERVERS = new ConcurrentHashMap<>();
    private static final AtomicInteger databases = new AtomicInteger();

    private InstalledPostgres() {}

    public static boolean isThere(int major) {
        return Files.isExecutable(programs(major).resolve("bin/postgres"));
    }

    /** A new, empty database; the server is started by the first who asks. */
    public static JdbcConnectionDetails fresh(int major) {
        DatabaseUrl server = SERVERS.computeIfAbsent(major, InstalledPostgres::start);
        String name = "fresh_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(),
                server.username(), server.password());
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        DatabaseUrl url = new DatabaseUrl(server.hosts(), name, server.username(),
                server.password(), server.parameters());
        return new DatabaseConnection(url, url, false, null);
    }

    private static DatabaseUrl start(int major) {
        try {
            Path home = Path.of("target", "postgres-" + major).toAbsolutePath();
            FileSystemUtils.deleteRecursively(home);
            Files.createDirectories(home);
            Path data = home.resolve("postgres");
            PostgresBinaries binaries = new PostgresBinaries(programs(major));
            PostgresAccount account = PostgresAccount.choose(home, data,
                    binaries.program("postgres"));
            String password = PostgresData.prepare(home, data, binaries, account);
            int port = freePort();
            PostgresProcess process = PostgresProcess.start(account, binaries.program("postgres"),
                    data, home.resolve("postgres.log"), port);
            DatabaseUrl url = DatabaseUrl.of("test", "127.0.0.1:" + port, "postgres", "postgres",
                    password, Map.of("sslmode", "disable", "gssEncMode", "disable"));
            awaitReady(url, process, home);
            return url;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(DatabaseUrl url, PostgresProcess process, Path home)
            throws IOException {
        while (true) {
            try (Connection connection = DriverManager.getConnection(url.jdbcUrl(),
                    url.username(), url.password())) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    throw new IllegalStateException(
                            Files.readString(home.resolve("postgres.log")), e);
                }
            }
            Thread.onSpinWait();
        }
    }

    private static Path programs(int major) {
        return Path.of("/usr/lib/postgresql", Integer.toString(major));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
