package dev.comanda.crash;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.comanda.deploy.Instance;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What stands before the instances of a shop on a platform, as small as it can be: each request
 * goes to the next instance that said it was ready when last asked, every 200 ms. Where nobody
 * listens it goes on to another one; where an answer breaks off, so does the client's.
 */
final class Balancer implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(200);
    /** Of one connection, not for others: RFC 9110, section 7.6.1; or computed anew. */
    private static final Set<String> HOP = Set.of("connection", "keep-alive", "transfer-encoding",
            "content-length", "host", "upgrade");

    private final HttpServer server;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final List<Instance> members = new CopyOnWriteArrayList<>();
    private final List<Instance> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger brokenOff = new AtomicInteger();
    private volatile boolean closed;

    Balancer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        Thread.ofVirtual().start(this::watch);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void add(Instance instance) {
        members.add(instance);
        look(instance);
    }

    void remove(Instance instance) {
        members.remove(instance);
        ready.remove(instance);
    }

    /** Where the next connection goes; 0 where nobody is ready, which nobody listens on. */
    int anyPort() {
        List<Instance> candidates = List.copyOf(ready);
        return candidates.isEmpty()
                ? 0
                : candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size())).port();
    }

    /** Answers that did not come through whole. */
    int brokenOff() {
        return brokenOff.get();
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        http.shutdownNow();
    }

    private void watch() {
        while (!closed) {
            members.forEach(this::look);
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    private void look(Instance instance) {
        boolean now = instance.ask("/ready").filter(answer -> answer.status() == 200).isPresent();
        if (!now) {
            ready.remove(instance);
        } else if (!ready.contains(instance)) {
            ready.add(instance);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        List<Instance> candidates = List.copyOf(ready);
        int first = turn.getAndIncrement();
        for (int i = 0; i < candidates.size(); i++) {
            Instance instance = candidates.get(Math.floorMod(first + i, candidates.size()));
            try {
                reply(exchange, http.send(forward(exchange, instance, body),
                        BodyHandlers.ofByteArray()));
                return;
            } catch (ConnectException nobodyListens) {
                ready.remove(instance);
            } catch (IOException broken) {
                brokenOff.incrementAndGet();
                exchange.close();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        exchange.sendResponseHeaders(503, -1);
        exchange.close();
    }

    private static HttpRequest forward(HttpExchange exchange, Instance instance, byte[] body) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + instance.port()
                        + exchange.getRequestURI()))
                .timeout(Duration.ofSeconds(30))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void reply(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().map().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                headers.put(name, List.copyOf(values));
            }
        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
