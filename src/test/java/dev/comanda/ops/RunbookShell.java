package dev.comanda.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comanda.testing.Operator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /bin/sh} in a folder of its own. Its {@code bin/comanda} hands the arguments to this JVM:
 * forty starts of another one would take a minute and show nothing more.
 */
final class RunbookShell implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> variables = new ConcurrentHashMap<>();
    private final HttpServer commands;

    RunbookShell(Path folder) throws IOException {
        this.folder = folder;
        commands = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                0);
        commands.createContext("/", this::command);
        commands.start();
        Path stub = Files.createDirectories(folder.resolve("bin")).resolve("comanda");
        Files.writeString(stub, """
            #!/bin/sh
            said=$(mktemp)
            code=$(printf '%%s\n' "$@" | curl -s -o "$said" -w '%%header{exit-code}' \
                -H "Database: $DATABASE_URL" --data-binary @- http://127.0.0.1:%d/)
            cat "$said"
            exit "$code"
            """.formatted(commands.getAddress().getPort()));
        if (!stub.toFile().setExecutable(true)) {
            throw new IOException(stub + " cannot be made executable");
        }
    }

    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /** What it prints, errors too. */
    String run(String script) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(folder.toFile()).redirectErrorStream(true);
        shell.environment().putAll(variables);
        Process process = shell.start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
        commands.stop(0);
    }

    private void command(HttpExchange exchange) throws IOException {
        List<String> arguments = arguments(
                new String(exchange.getRequestBody().readAllBytes(), UTF_8).lines().toList());
        Operator ran = new Terminal(Map.of("DATABASE_URL",
                exchange.getRequestHeaders().getFirst("Database")))
                .runs(arguments.toArray(String[]::new));
        String said = ran.out() + ran.err();
        byte[] answer = said.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Exit-Code", Integer.toString(ran.code()));
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
        }
    }

    /** What a process of its own takes from its folder and its environment. */
    private List<String> arguments(List<String> typed) {
        List<String> all = new ArrayList<>();
        typed.forEach(word -> all.add(word.startsWith("backups") ? folder + "/" + word : word));
        switch (typed.getFirst()) {
            case "rollback" -> all.addAll(List.of("--backup-to", folder + "/backups"));
            case "incident" -> all.addAll(List.of("--to", folder + "/incidents"));
            case "smoke" -> all.addAll(List.of("--password", variable("COMANDA_PASSWORD")));
            case "rollback-check", "watch" ->
                all.addAll(List.of("--token", variable("HEALTHCHECK_TOKEN")));
            default -> {
            }
        }
        return all;
    }

    private String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
