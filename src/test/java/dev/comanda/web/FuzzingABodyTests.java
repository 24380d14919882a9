package dev.comanda.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** No input makes a 500; {@code -Dtest.seed=…} repeats a run. */
@WebTest
class FuzzingABodyTests {

    private static final int ROUNDS = 2000;
    private static final List<String> ODD = List.of("null", "true", "[]", "{}", "\"\"", "-1", "0",
            "2.5", "1e400", "1e-400", "9223372036854775808", "-9223372036854775809", "\"\\ud800\"",
            "\"\\u0000\"", "[[[[[[]]]]]]", "{\"a\":{\"a\":{}}}", "\"" + "x".repeat(600) + "\"",
            "1E+2147483648", "-0.0", "\"🥐\"", "\"__proto__\"", "{\"amount\":1,\"amount\":2}",
            "12345678901234567890123456789012345678901234567890e-40", "NaN", "'", ",", ":", "\\");

    @LocalServerPort
    private int port;

    @Test
    void no_input_makes_a_500() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("fuzz seed: " + seed);
        Random random = new Random(seed);
        WebServer server = new WebServer(port);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = mutate(random);
            var answer = server.post("/test/orders", body);
            assertThat(answer.status()).as("seed %d, round %d: %s -> %s", seed, round,
                    new String(body, UTF_8), answer.text()).isIn(200, 400);
            accepted += answer.status() == 200 ? 1 : 0;
        }
        assertThat(accepted).as("accepted").isBetween(1, ROUNDS / 2);
    }

    private static byte[] mutate(Random random) {
        String body = SendingABodyTests.SALE;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            body = random.nextInt(3) == 0 ? cut(body, random) : swapValue(body, random);
        }
        byte[] bytes = body.getBytes(UTF_8);
        if (random.nextInt(4) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String cut(String body, Random random) {
        if (body.isEmpty()) {
            return body;
        }
        int from = random.nextInt(body.length());
        int to = Math.min(body.length(), from + random.nextInt(12));
        return random.nextBoolean()
                ? body.substring(0, from) + body.substring(to)
                : body.substring(0, to) + body.substring(from);
    }

    /** Puts an odd value behind one of the colons, in place of what stood there. */
    private static String swapValue(String body, Random random) {
        int colon = body.indexOf(':', random.nextInt(body.length() + 1));
        if (colon < 0) {
            return body;
        }
        int end = colon + 1;
        while (end < body.length() && ",}]".indexOf(body.charAt(end)) < 0) {
            end++;
        }
        return body.substring(0, colon + 1) + ODD.get(random.nextInt(ODD.size()))
                + body.substring(end);
    }
}
