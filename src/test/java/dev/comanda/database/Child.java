package dev.comanda.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another JVM with this one's class path, so that a test may kill it. */
public record Child(Process process, BufferedReader output) implements AutoCloseable {

    public static Child start(Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        String classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new Child(process, process.inputReader());
    }

    /** Reads on to the line that begins so; {@code null} if the child ends before it. */
    @Nullable
    String awaitLine(String beginning) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = output.readLine();
        }
        return line;
    }

    public String remainingOutput() {
        return String.join("\n", output.lines().toList());
    }

    /** As {@code kill -9} does: nothing in it gets a chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The child's program: a server of our own in the folder given, until it is killed. */
    static final class Shop {
        private Shop() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("STARTING");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
                System.out.println("PORT " + postgres.port());
                System.in.read();
            }
        }
    }
}
