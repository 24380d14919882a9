package dev.comanda.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged server in a JVM, a folder and with a PostgreSQL of its own, on a free loopback port;
 * one for all tests. {@code -Dcomanda.args=…} hands it more arguments.
 */
final class Server {

    static final String PASSWORD = "caja-segura-2026";
    /** Of that password at the least costs, which a hash has in it: each test signs in thrice. */
    private static final String HASH = "$argon2id$v=19$m=8,t=1,p=1$ZMfYe92CksCQimvKEgd93Q"
            + "$Z6YPSEe7Ch06OGgrDCSS2hzp+fi/8QVD5b9kehxUous";

    private static final Path JAR = Path.of("..", "target", "comanda.jar");
    private static final Path FOLDER = Path.of("target", "server");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern READY = Pattern.compile("Server running on port (\\d+)");

    /** Access tokens and hashes of passwords and PINs. */
    private static final Pattern SECRET = Pattern.compile(
            "eyJ[\\w-]{8,}\\.[\\w-]+\\.|\\$argon2");
    private static final Set<String> HIDDEN = ConcurrentHashMap.newKeySet();

    static {
        hide(PASSWORD);
    }

    private final Process process;
    private final Path log;
    private final int port;

    private Server() throws IOException {
        delete(FOLDER);
        Files.createDirectories(FOLDER);
        log = FOLDER.resolve("server.log");
        process = start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        port = awaitPort();
        try (Connection connection = connect();
                PreparedStatement sql = connection.prepareStatement(
                        "UPDATE staff SET password_hash = ? WHERE username = 'admin'")) {
            sql.setString(1, HASH);
            sql.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one of this run, started by whoever asks first. */
    static Server shared() {
        return Shared.SERVER;
    }

    /** A password or a PIN, which stands in no log; a shorter number would, by chance. */
    static void hide(String secret) {
        if (!secret.matches("\\d{1,5}")) {
            HIDDEN.add(secret);
        }
    }

    /** The lines of its log that hold what none may. */
    List<String> indiscretions() throws IOException {
        Pattern words = Pattern.compile(HIDDEN.stream().map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<!\\w)(", ")(?!\\w)")));
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> SECRET.matcher(line).find() || words.matcher(line).find())
                    .toList();
        }
    }

    int port() {
        return port;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A connection to its database, past the application. */
    Connection connect() throws SQLException {
        try {
            Path data = FOLDER.resolve("data");
            String postgresPort = Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                    .get(3).strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgresPort
                    + "/comanda?sslmode=disable&gssEncMode=disable&ApplicationName=e2e",
                    "postgres", Files.readString(data.resolve("postgres.password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty one beside its own, as a platform would name it. */
    String newDatabase() throws SQLException, IOException {
        String name = "beside_" + System.nanoTime();
        try (Connection connection = connect(); Statement sql = connection.createStatement()) {
            sql.execute("CREATE DATABASE " + name);
            String password = Files.readString(FOLDER.resolve("data/postgres.password")).strip();
            return connection.getMetaData().getURL().replaceFirst("^jdbc:postgresql://(.*)/.*",
                    "postgres://postgres:" + password + "@$1/" + name + "?sslmode=disable");
        }
    }

    private Process start() throws IOException {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException("no " + JAR.toAbsolutePath().normalize()
                    + "; first, in the project's folder: mvn package -DskipTests");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m", "-jar",
                JAR.toAbsolutePath().normalize().toString(), "--server.address=127.0.0.1",
                "--server.port=0"));
        Stream.of(System.getProperty("comanda.args", "").split(" ", -1))
                .filter(argument -> !argument.isBlank()).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches(
                "PG.*|DATABASE.*|DB_.*|COMANDA.*|SPRING.*|RENDER.*|RAILWAY.*|KUBERNETES.*"));
        builder.environment().put("ADMIN_PASSWORD", PASSWORD);
        return builder.start();
    }

    private int awaitPort() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        stop();
        throw new IllegalStateException("the server did not start:\n" + Files.readString(log));
    }

    private void stop() {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static final class Shared {

        static final Server SERVER = open();

        private static Server open() {
            try {
                return new Server();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
