package dev.comanda.loadtest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One three-line order of the load: its key and its body, the same for the same run, till and
 * counter, so that a replay needs no list. loadtest/wrk/orders.lua makes keys of the same form.
 *
 * @param key  a UUIDv7 of the run's clock + counter, run (12 bits), till (14), counter (48)
 * @param json as {@code Fingerprint} writes it: members sorted, none null
 */
record Cart(String key, String json) {

    static final int PRODUCTS = 200;
    static final int HOT = 100;

    /** One measured run: {@code number} 0 to 4095, its clock in ms, one hot product or a spread. */
    record Run(int number, long baseMs, boolean hot) {}

    static Cart of(Run run, int till, long counter) {
        long ms = run.baseMs() + counter;
        String key = "%08x-%04x-7%03x-%04x-%012x".formatted(ms >>> 16, ms & 0xffff, run.number(),
                0x8000 + till, counter);
        Picks picks = new Picks(run, till, counter);
        int first = run.hot() ? HOT : picks.next();
        int second = picks.next();
        while (second == first) {
            second = picks.next();
        }
        int third = picks.next();
        while (third == first || third == second) {
            third = picks.next();
        }
        return new Cart(key, """
            {"lines":[%s,%s,%s],"register":"%s","tenders":[{"method":"card"}]}"""
                .formatted(line(first), line(second), line(third), register(till)));
    }

    static String register(int till) {
        return "LOAD-" + (till + 1);
    }

    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(json.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }

    private static String line(int product) {
        return "{\"quantity\":1,\"sku\":\"LOAD-%03d\"}".formatted(product);
    }

    /** Park and Miller's generator, because Lua's doubles hold it exactly too. */
    private static final class Picks {
        private long x;

        Picks(Run run, int till, long counter) {
            x = (run.number() * 524_287L + till * 8_191L + counter * 127) % 2_147_483_646 + 1;
            next();
        }

        int next() {
            x = x * 16_807 % 2_147_483_647;
            return (int) (x % PRODUCTS) + 1;
        }
    }
}
