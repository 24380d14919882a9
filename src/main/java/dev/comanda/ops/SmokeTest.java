package dev.comanda.ops;

import dev.comanda.ops.RemoteShop.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What people tried by hand after a deploy (R 4.12 to 4.15), one check after the other; after the
 * first that fails only the clean-up follows.
 */
final class SmokeTest {

    private static final int CLICKS = 10;
    private static final String GOOD = "";

    private final RemoteShop shop;
    private final String register;
    private final List<Check> checks = new ArrayList<>();
    private final String key = UUID.randomUUID().toString();
    private String sku = "";
    private long stock = -1;
    private String first = "";
    private String order = "";

    /** One check; the detail says why it is not good. */
    record Check(String name, boolean good, long millis, String detail) {}

    SmokeTest(RemoteShop shop, String register) {
        this.shop = shop;
        this.register = register;
    }

    List<Check> run(String location, String username, String password) {
        check("alive and ready", () -> expect(200, shop.get("/health"), shop.get("/ready")));
        check("sign in", () -> signIn(location, username, password));
        check("something to sell", this::find);
        check("Pay pressed ten times is one sale", this::pay);
        check("a lost answer is found by its key", this::findLost);
        check("the till retries and hears the same", this::repeat);
        check("the stock moved once", () -> stockIs(stock < 0 ? -1 : stock - 1));
        if (!order.isEmpty()) {
            always("the sale is taken back", this::takeBack);
            check("the stock is back", () -> stockIs(stock));
        }
        check("the books add up", this::examine);
        return checks;
    }

    private String signIn(String location, String username, String password) {
        Answer answer = shop.post("/api/session", Map.of("location", location, "username",
                username, "password", password), "");
        shop.use(answer.json().path("token").asString(""));
        return expect(201, answer);
    }

    /** The dearest thing that can be sold: a void of it is noticed. */
    private String find() {
        Answer answer = shop.get("/api/products?limit=100");
        for (JsonNode product : answer.json().path("products")) {
            boolean there = !product.has("stock") || product.path("stock").isNull()
                    || product.path("stock").asLong() > 0;
            if (product.path("active").asBoolean() && there) {
                sku = product.path("sku").asString();
                stock = product.hasNonNull("stock") ? product.path("stock").asLong() : -1;
                return GOOD;
            }
        }
        return answer.status() == 200 ? "nothing is on sale: comanda seed" : expect(200, answer);
    }

    private Map<String, Object> cart() {
        return Map.of("register", register, "lines", List.of(Map.of("sku", sku, "quantity", 1)),
                "tenders", List.of(Map.of("method", "cash")), "note", "smoke test");
    }

    private String pay() {
        List<CompletableFuture<Answer>> clicks = new ArrayList<>();
        for (int i = 0; i < CLICKS; i++) {
            clicks.add(shop.postSoon("/api/orders", cart(), key));
        }
        List<Answer> answers = clicks.stream().map(CompletableFuture::join).toList();
        List<Answer> sold = answers.stream().filter(a -> a.status() == 201).toList();
        if (!sold.isEmpty()) {
            first = sold.getFirst().body();
            order = sold.getFirst().json().path("id").asString("");
        }
        if (sold.size() == CLICKS
                && answers.stream().map(Answer::body).distinct().count() == 1) {
            return GOOD;
        }
        return answers.stream().map(a -> a.status() + " " + a.body()).distinct()
                .collect(Collectors.joining("; "));
    }

    private String findLost() {
        Answer answer = shop.get("/api/orders/by-key/" + key);
        return answer.status() == 200 && answer.json().path("id").asString("").equals(order)
                ? GOOD
                : answer.status() + " " + answer.body();
    }

    private String repeat() {
        Answer answer = shop.post("/api/orders", cart(), key);
        return answer.body().equals(first) ? GOOD : answer.status() + " " + answer.body();
    }

    private String stockIs(long expected) {
        for (JsonNode product : shop.get("/api/products?q=" + sku).json().path("products")) {
            if (product.path("sku").asString().equals(sku)) {
                long is = product.hasNonNull("stock") ? product.path("stock").asLong() : -1;
                // beside other tills it may have fallen further
                return is <= expected || stock < 0 ? GOOD : "stock of " + sku + " is " + is;
            }
        }
        return sku + " is gone";
    }

    private String takeBack() {
        return expect(200, shop.post("/api/orders/" + order + "/void",
                Map.of("reason", "smoke test"), UUID.randomUUID().toString()));
    }

    /** Only administrators may ask; for others there is the command doctor. */
    private String examine() {
        Answer answer = shop.post("/api/system/doctor", Map.of(), UUID.randomUUID().toString());
        return answer.status() == 403
                || answer.json().path("last").path("good").asBoolean()
                        ? GOOD
                        : answer.status() + " " + answer.body();
    }

    private void check(String name, Supplier<String> look) {
        if (checks.stream().allMatch(Check::good)) {
            always(name, look);
        }
    }

    private void always(String name, Supplier<String> look) {
        long start = System.nanoTime();
        String fault = look.get();
        checks.add(new Check(name, fault.equals(GOOD), (System.nanoTime() - start) / 1_000_000,
                fault));
    }

    private static String expect(int status, Answer... answers) {
        for (Answer answer : answers) {
            if (answer.status() != status) {
                return answer.status() + " " + answer.body();
            }
        }
        return GOOD;
    }
}
