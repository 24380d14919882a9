package dev.comanda.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** What the simulations share: who sells where, and the next sale. */
final class Till {

    static final int CLIENTS = Integer.getInteger("clients", 16);
    static final int SECONDS = Integer.getInteger("seconds", 30);
    static final int RAMP = Integer.getInteger("ramp", 5);
    private static final boolean HOT = Boolean.getBoolean("hot");
    private static final String BASE = System.getProperty("baseUrl", "http://127.0.0.1:8080");
    /** A run number of random bits and the clock: keys never meet those of another run. */
    private static final Cart.Run RUN = new Cart.Run((int) (Math.random() * 4096),
            System.currentTimeMillis(), HOT);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private Till() {}

    static HttpProtocolBuilder protocol() {
        return http.baseUrl(BASE).contentTypeHeader("application/json")
                .acceptHeader("application/json").authorizationHeader("Bearer " + token());
    }

    /** One connection and one register for each. */
    static Session open(Session session) {
        return session.set("till", NUMBERS.getAndIncrement()).set("counter", 0L);
    }

    static Session nextSale(Session session) {
        long counter = session.getLong("counter");
        Cart cart = Cart.of(RUN, session.getInt("till"), counter);
        return session.set("counter", counter + 1).set("key", cart.key()).set("cart", cart.json());
    }

    /** Keeps the order's id, so that a replay can be held against it. */
    static HttpRequestActionBuilder place(String name, String id) {
        return http(name).post("/api/orders").header("Idempotency-Key", "#{key}")
                .body(StringBody("#{cart}"))
                .check(status().is(201), jmesPath("id").saveAs(id));
    }

    private static String token() {
        String username = System.getProperty("username", "admin");
        String password = System.getProperty("password", System.getenv("COMANDA_PASSWORD"));
        if (password == null) {
            throw new IllegalStateException("-Dpassword=… or COMANDA_PASSWORD");
        }
        try {
            return Shop.signIn(URI.create(BASE), username, password);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
