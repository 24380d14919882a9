package dev.comanda.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.comanda.ComandaApplication;
import dev.comanda.testing.Answer;
import dev.comanda.testing.SearchedLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** One server in a process of its own on a database that others share, as a platform runs it. */
public final class Instance implements AutoCloseable {

    public static final String ADMIN_PASSWORD = "caja-segura-2026";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

    private final int port;
    private final Path log;
    private final Process process;
    private final long startNanos = System.nanoTime();

    /** What to start: a java command up to the main class or jar, and its working directory. */
    public record Program(List<String> command, Path directory) {

        /** The classes under test, with the image's flags. */
        public static Program underTest() {
            List<String> command = new ArrayList<>(List.of(java()));
            command.addAll(imageFlags());
            command.addAll(List.of("-cp", classPath(), ComandaApplication.class.getName()));
            return new Program(command, Path.of("").toAbsolutePath());
        }

        /** What image/comanda says of the JVM, but for the cache, which is made with the image. */
        static List<String> imageFlags() {
            return DeployFile.javaArguments().stream().takeWhile(flag -> !flag.equals("-jar"))
                    .filter(flag -> !flag.startsWith("-XX:AOTCache")).toList();
        }

        /** A packaged build, such as the previous release. */
        public static Program jar(Path jar) {
            return new Program(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                    "-Xmx256m", "-jar", jar.toAbsolutePath().toString()),
                    Path.of("").toAbsolutePath());
        }

        public static String java() {
            return Path.of(System.getProperty("java.home"), "bin", "java").toString();
        }

        /** The tests' own classes stay out: the server must not find their components. */
        private static String classPath() {
            String all = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                    .orElse(System.getProperty("java.class.path"));
            return Stream.of(all.split(File.pathSeparator, -1))
                    .filter(entry -> !entry.matches(".*(test-classes|quick/test)"))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private Instance(int port, Path log, Process process) {
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it; {@link #awaitReady} says when it serves.
     *
     * @param log       where its output goes, appended
     * @param variables beside those that every instance of a shop shares
     */
    public static Instance start(Program program, Path log, JdbcConnectionDetails database,
            Map<String, String> variables) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(program.command());
        command.addAll(List.of("--server.address=127.0.0.1"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(program.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("PG.*|DATABASE.*|DB_.*|COMANDA.*"
                + "|SPRING.*|RENDER.*|RAILWAY.*|KUBERNETES.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
        environment.put("DATABASE_URL", url(database));
        environment.put("JWT_SECRET",
                "6f0b3c1d9e8a7f5546372819a0bcdefe1122fa97d3c4b5a6");
        environment.put("ADMIN_PASSWORD", ADMIN_PASSWORD);
        SearchedLog.hide(ADMIN_PASSWORD);
        environment.put("PORT", Integer.toString(port));
        environment.putAll(variables);
        return new Instance(port, log, builder.start());
    }

    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    /** From the start of the process to the first answer that it is ready. */
    public Duration awaitReady(Duration limit) {
        long deadline = startNanos + limit.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (ask("/ready").filter(answer -> answer.status() == 200).isPresent()) {
                return Duration.ofNanos(System.nanoTime() - startNanos);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("not ready within " + limit + ", alive: " + process.isAlive()
                + "\n" + lastLines());
    }

    /** One request without any token; empty where nobody answers. */
    public Optional<Answer> ask(String path) {
        try {
            return Optional.of(new Answer(HTTP.send(HttpRequest
                    .newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofByteArray())));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** SIGTERM, as platforms end a process. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL: nothing in it gets a chance to tidy up. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The exit code, 143 after a SIGTERM that was obeyed. */
    public int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still there after " + limit + "\n" + lastLines());
        }
        return process.exitValue();
    }

    /** The memory that a platform counts, in MiB. */
    public long residentMb() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst()
                .orElseThrow();
    }

    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        SearchedLog.add(log);
    }

    /** As a platform would give it. */
    public static String url(JdbcConnectionDetails database) {
        URI jdbc = URI.create(database.getJdbcUrl().substring("jdbc:".length()));
        return "postgres://" + database.getUsername() + ":"
                + URLEncoder.encode(String.valueOf(database.getPassword()), UTF_8) + "@"
                + jdbc.getHost() + ":" + jdbc.getPort() + jdbc.getPath();
    }

    private String lastLines() {
        List<String> lines = log();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /**
     * Free now, and below those that the kernel gives to connections: a hundred clients that come
     * and go while it starts take none of them.
     */
    public static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1,
                    InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            }
        }
    }
}
