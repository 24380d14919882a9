package dev.comanda.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of the server program, which ends when this JVM does, however that ends. */
record PostgresProcess(Process shell) {

    private static final long LOG_LIMIT_BYTES = 10_000_000;
    /**
     * The pipe on standard input is held by this JVM alone: when it goes, the reader stops the
     * server. When the server goes, so does the shell, and the JVM notices.
     */
    private static final String SCRIPT = """
        exec 3<&0 0</dev/null
        "$@" 3<&- &
        server=$!
        (read -r _ <&3; kill -INT $server) >/dev/null 2>&1 &
        reader=$!
        exec 3<&-
        wait $server
        code=$?
        kill $reader 2>/dev/null
        exit $code
        """;
    /** Durability is spelt out; of the rest, only what a small shop's machine needs otherwise. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "shared_buffers=192MB",
            "max_connections=100",
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            "autovacuum_naptime=10s", // a new shop's first statistics within seconds
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            "log_line_prefix=%m [%p] ");

    static PostgresProcess start(PostgresAccount account, Path program, Path data, Path log,
            int port) throws IOException {
        List<String> server = new ArrayList<>(List.of(program.toString(), "-D", data.toString(),
                "-p", Integer.toString(port)));
        SETTINGS.forEach(setting -> server.addAll(List.of("-c", setting)));

        // a session of its own: Ctrl-C must reach the application only; macOS has no setsid(1)
        boolean session = onPath("setsid");
        List<String> shell = new ArrayList<>(session ? List.of("setsid") : List.of());
        shell.addAll(account.command(
                List.of("sh", "-c", (session ? "" : "trap '' INT; set -m\n") + SCRIPT, "sh")));
        shell.addAll(server);
        keepSmall(log);
        ProcessBuilder builder = new ProcessBuilder(shell).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return new PostgresProcess(builder.start());
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Whether it ended within the time. */
    boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
        return shell.waitFor(time, unit);
    }

    /** A fast shutdown: open transactions are rolled back, everything committed is kept. */
    void stop() {
        try {
            shell.getOutputStream().close();
            shell.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            shell.destroy(); // the reader sees the end of the pipe when the JVM ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Deals with what a former start left in {@code data}. A server of ours that lost its shell is
     * stopped, never adopted: its log and its settings are not ours. A process id that now belongs
     * to another program is left alone and the stale file goes, else PostgreSQL would not start. A
     * dead id is left for PostgreSQL to judge, which also looks for surviving backends.
     */
    static void clearFormer(Path home, Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<Long> pid = serverPid(data);
        if (pid.isEmpty()) {
            Files.delete(pidFile); // a power cut left it empty
            return;
        }
        Optional<ProcessHandle> former = pid.flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive);
        if (former.isEmpty()) {
            return;
        }
        if (isOurs(former.get(), home)) {
            if (!stopped(former.get(), "-INT") && !stopped(former.get(), "-QUIT")) {
                throw new EmbeddedPostgresException("The PostgreSQL of a former start (process "
                        + pid.get() + ") does not stop; end it and start Comanda again");
            }
        } else {
            Files.delete(pidFile);
        }
    }

    /** Whether a server of this folder runs now; a stale postmaster.pid does not count. */
    static boolean runs(Path home) throws IOException {
        return Files.isDirectory(home) && serverPid(home.resolve("postgres"))
                .flatMap(ProcessHandle::of)
                .filter(server -> server.isAlive() && isOurs(server, realPath(home))).isPresent();
    }

    /** The first line of postmaster.pid, if it is a number. */
    static Optional<Long> serverPid(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().limit(1)
                        .filter(line -> line.matches("\\d{1,18}")).map(Long::valueOf).findFirst()
                : Optional.empty();
    }

    /** Keeps one former log; copies and truncates, because the server goes on appending. */
    static void keepSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.copy(log, log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(log, new byte[0]);
        }
    }

    private static boolean stopped(ProcessHandle former, String signal) throws IOException {
        try {
            new ProcessBuilder("kill", signal, Long.toString(former.pid())).start().waitFor();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            // a zombie has no command any more, and in a container nobody may ever collect it
            while (former.isAlive() && former.info().command().isPresent()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(20);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isOurs(ProcessHandle server, Path home) {
        String command = server.info().command().orElse("");
        return command.startsWith(home + "/") && command.contains("/bin/postgres");
    }

    private static Path realPath(Path home) {
        try {
            return home.toRealPath();
        } catch (IOException e) {
            return home.toAbsolutePath().normalize();
        }
    }

    private static boolean onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        for (String folder : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
