package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the Dockerfile's last stage starts, without an engine: its layers taken apart by
 * {@code bin/image}, its ENV, its CMD, its USER where we may become him. No cache: the JVM says so
 * and starts without.
 */
@Timeout(300)
class RunningTheImageTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path APP = Path.of("target", "image").toAbsolutePath();
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin").toString();

    private final String stage = lastStage();
    private int port;

    @Test
    void r_0_1_it_is_ready_sells_and_leaves_in_time_as_nobody_who_may_write()
            throws IOException, InterruptedException, SQLException {
        run(List.of(ROOT.resolve("bin/image").toString(), APP.toString()), ROOT, Map.of());
        Map<Path, FileTime> before = files();
        port = freePort();
        Map<String, String> variables = variables(Server.shared().newDatabase());
        List<String> command = new ArrayList<>(List.of(JsonMapper.shared()
                .readValue(one("CMD (\\[.*])"), String[].class)));
        assertThat(command.set(0, JAVA + "/java")).as("the image has one only").isEqualTo("java");
        Path log = Files.createTempFile("image", ".log");

        Process server = start(command, APP, variables, log);
        try {
            awaitReady(server, log);
            List<String> smoke = new ArrayList<>(command.subList(0, command.size() - 1));
            smoke.addAll(List.of("smoke", "http://127.0.0.1:" + port));
            assertThat(run(smoke, APP, variables)).contains("ok   Pay pressed ten times",
                    "ok   the sale is taken back");

            server.destroy();
            int budget = number(ROOT.resolve("render.yaml"), "maxShutdownDelaySeconds: (\\d+)");
            assertThat(server.waitFor(budget, TimeUnit.SECONDS)).as("gone in time").isTrue();
            assertThat(server.exitValue()).as("SIGTERM obeyed").isEqualTo(143);
        } finally {
            server.destroyForcibly();
        }
        assertThat(files()).as("it writes nothing").isEqualTo(before);
        assertThat(Files.readAllLines(log)).filteredOn(line -> !line.startsWith("[")) // the JVM's
                .as("JSON, as platforms read it").allMatch(line -> line.startsWith("{\""));
    }

    private Map<String, String> variables(String database) {
        String secret = "6f0b3c1d9e8a7f5546372819a0bcdefe1122fa97d3c4b5a6";
        Map<String, String> variables = new TreeMap<>(Map.of("DATABASE_URL", database,
                "JWT_SECRET", secret, "HEALTHCHECK_TOKEN", "b93e2d7c5a1f4860c2d4e6f8091a3b5c7d9e",
                "ADMIN_PASSWORD", Server.PASSWORD, "COMANDA_PASSWORD", Server.PASSWORD,
                "COMANDA_DEMO", "true", "PORT", Integer.toString(port), "SERVER_ADDRESS",
                "127.0.0.1"));
        Matcher image = Pattern.compile("(?m)^ENV (\\w+)=(\\S+)$").matcher(stage);
        while (image.find()) {
            variables.put(image.group(1), image.group(2));
        }
        assertThat(variables).containsEntry("SPRING_PROFILES_ACTIVE", "prod");
        return variables;
    }

    /** As the image's user where we are root and he may read the folder. */
    private List<String> as(List<String> command) throws IOException, InterruptedException {
        String[] user = one("USER (\\d+:\\d+)").split(":", 2);
        List<String> prefix = List.of("setpriv", "--reuid=" + user[0], "--regid=" + user[1],
                "--clear-groups");
        boolean possible = false;
        if (System.getProperty("user.name").equals("root")) {
            List<String> probe = new ArrayList<>(prefix);
            probe.addAll(List.of(JAVA + "/java", "-version"));
            Process tried = new ProcessBuilder(probe).directory(APP.toFile())
                    .redirectErrorStream(true).start();
            tried.getInputStream().readAllBytes();
            possible = tried.waitFor() == 0;
        }
        System.out.println("IMAGE: as user " + (possible ? user[0] : "of this test"));
        return Stream.concat(possible ? prefix.stream() : Stream.of(), command.stream()).toList();
    }

    private Process start(List<String> command, Path folder, Map<String, String> variables,
            Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(as(command)).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("PATH", JAVA + ":" + System.getenv("PATH"));
        return builder.start();
    }

    private String run(List<String> command, Path folder, Map<String, String> variables)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("image", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(variables);
        builder.environment().remove("DATABASE_URL"); // bin/image would train the cache
        builder.environment().put("PATH", JAVA + ":" + System.getenv("PATH"));
        int code = builder.start().waitFor();
        assertThat(code).as("%s%n%s", command, Files.readString(said)).isZero();
        return Files.readString(said);
    }

    private void awaitReady(Process server, Path log) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/ready")).timeout(Duration.ofSeconds(5)).build();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (System.nanoTime() < deadline && server.isAlive()) {
                try {
                    if (http.send(ask, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
        }
        throw new AssertionError("never ready:\n" + Files.readString(log));
    }

    private static Map<Path, FileTime> files() throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(APP)) {
            for (Path file : all.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    private String one(String instruction) {
        Matcher found = Pattern.compile("(?m)^" + instruction + "$").matcher(stage);
        assertThat(found.find()).as(instruction).isTrue();
        return found.group(1);
    }

    private static int number(Path file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastStage() {
        try {
            String file = Files.readString(ROOT.resolve("Dockerfile"));
            return file.substring(file.lastIndexOf("\nFROM "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
