package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * HTTP from this JVM where wrk is missing, or where each order's moment matters: a blocking
 * keep-alive socket per till. It takes more of the machine than wrk, so its ratios are lower than
 * the truth.
 */
final class JavaTills implements Tills {

    private final URI server;
    private final String token;

    JavaTills(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public String name() {
        return "HTTP from Java";
    }

    @Override
    public Measure sell(Run run, int tills, int seconds, long replayed) throws Exception {
        return Loop.run(run, tills, seconds, replayed, till -> open());
    }

    /** A till's own connection. */
    Loop.Till open() {
        HttpLine line = new HttpLine(server);
        return new Loop.Till() {

            @Override
            public boolean sell(Cart cart) throws IOException {
                String headers = """
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Idempotency-Key: %s\r
                    """.formatted(token, cart.key());
                return line.post("/api/orders", headers,
                        cart.json().getBytes(StandardCharsets.UTF_8)) == 201;
            }

            @Override
            public void close() throws IOException {
                line.close();
            }
        };
    }
}
