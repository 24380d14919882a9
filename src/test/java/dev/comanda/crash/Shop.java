package dev.comanda.crash;

import dev.comanda.ComandaApplication;
import dev.comanda.deploy.Instance;
import dev.comanda.testing.SearchedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real server in a JVM and a folder of its own, with its own PostgreSQL. It is started again on
 * the same data whenever it ends, as a service manager would.
 */
final class Shop implements AutoCloseable {

    static final String PASSWORD = "caja-segura-2026";

    private final Path folder;
    private final Path log;
    private final int port;
    private final AtomicInteger endedByItself = new AtomicInteger();
    private @Nullable Process process;
    private boolean closed;

    Shop(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.log = folder.resolve("server.log");
        this.port = Instance.freePort();
        start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Ends that nobody asked for: a start that met a dying database may give up, no more. */
    int endedByItself() {
        return endedByItself.get();
    }

    /** As {@code kill -9} does: nothing in it gets a chance to tidy up. Starts again at once. */
    synchronized void killJvm() {
        Optional.ofNullable(process).ifPresent(Process::destroyForcibly);
        start();
    }

    /** Ends the postmaster the hard way; false if none runs just now. */
    boolean killPostgres() {
        return postmaster().map(lines -> Long.parseLong(lines.getFirst().strip()))
                .flatMap(ProcessHandle::of)
                .filter(server -> server.info().command().orElse("").endsWith("/postgres"))
                .map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** Both at one instant; false if there was no PostgreSQL. */
    synchronized boolean killBoth() {
        boolean killed = killPostgres();
        killJvm();
        return killed;
    }

    /** A connection to its database, past the application. */
    Connection connect() throws SQLException {
        String postgresPort = postmaster().filter(lines -> lines.size() > 3)
                .map(lines -> lines.get(3).strip())
                .orElseThrow(() -> new SQLException("PostgreSQL does not run", "08001"));
        try {
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgresPort
                    + "/comanda?sslmode=disable&gssEncMode=disable&ApplicationName=auditor",
                    "postgres", Files.readString(folder.resolve("data/postgres.password")).strip());
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    String lastLogLines() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return all.stream().skip(Math.max(0, all.size() - 40))
                    .collect(Collectors.joining("\n"));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.destroy();
            try {
                process.waitFor(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
            SearchedLog.add(log);
        }
    }

    private Optional<List<String>> postmaster() {
        try {
            return Optional.of(Files.readAllLines(folder.resolve("data/postgres/postmaster.pid")))
                    .filter(lines -> !lines.isEmpty() && lines.getFirst().strip().matches("\\d+"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private synchronized void start() {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m", "-cp", classPath(),
                ComandaApplication.class.getName(), "--server.address=127.0.0.1",
                "--server.port=" + port)
                .directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.matches(
                "PG.*|DATABASE.*|DB_.*|COMANDA.*|SPRING.*|RENDER.*|RAILWAY.*|KUBERNETES.*"));
        builder.environment().put("ADMIN_PASSWORD", PASSWORD);
        SearchedLog.hide(PASSWORD);
        try {
            Process started = builder.start();
            process = started;
            Thread.ofVirtual().start(() -> supervise(started));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void supervise(Process started) {
        started.onExit().join();
        synchronized (this) {
            if (started.equals(process) && !closed) {
                endedByItself.incrementAndGet();
                start();
            }
        }
    }

    /** The tests' own classes stay out: the server must not find their components. */
    private static String classPath() {
        String all = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path"));
        return Stream.of(all.split(java.io.File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }
}
