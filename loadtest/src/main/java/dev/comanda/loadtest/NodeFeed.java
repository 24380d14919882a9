package dev.comanda.loadtest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** loadtest/reference/broadcast.cjs: a POST's body to all sockets, no database, no sign-in. */
final class NodeFeed implements Feed {

    /** An order's MESSAGE frame takes about so much. */
    private static final int OCTETS = 1_300;

    private final String name;
    private final Wire wire;
    private final Process node;
    private final URI server;

    NodeFeed(String name, Wire wire, Path script, Path modules) throws IOException {
        this.name = name;
        this.wire = wire;
        ProcessBuilder builder = new ProcessBuilder("node", "--expose-gc", script.toString(),
                name.equals("ws") ? "ws" : "socket.io")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_PATH",
                modules.toAbsolutePath() + File.separator + "node_modules");
        node = builder.start();
        BufferedReader out = node.inputReader();
        String port = out.readLine();
        if (port == null) {
            throw new IOException("Node has no " + name + ": npm install --prefix " + modules
                    + " ws socket.io");
        }
        server = URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public String token() {
        return "";
    }

    @Override
    public long pid() {
        return node.pid();
    }

    @Override
    public double liveBytes() throws Exception {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return Double.parseDouble(http.send(HttpRequest.newBuilder(server).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @Override
    public Writer writer(int number) {
        HttpLine line = new HttpLine(server);
        byte[] body = "x".repeat(OCTETS).getBytes(StandardCharsets.UTF_8);
        return () -> line.post("/", "", body) == 201;
    }

    @Override
    public void close() {
        node.destroy();
    }
}
