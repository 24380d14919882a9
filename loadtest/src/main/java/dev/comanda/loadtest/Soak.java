package dev.comanda.loadtest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * {@code bin/load soak}: a shop at a steady pace for as long as wanted. Tills sell, guests come,
 * eat and pay, screens stay or come and go, old events are pruned; each minute what the server
 * holds is noted. At the end the books must add up and nothing may have grown.
 */
final class Soak {

    private static final String DEFAULT = "(${DEFAULT-VALUE})";
    private static final int TILLS = 4;
    private static final int SEATS = 20;
    private static final String GUESTS = """
        INSERT INTO registers (location_id, code) VALUES (1, 'GUESTS') ON CONFLICT DO NOTHING
        """;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    /** How long, how many. */
    static final class How {

        @Option(names = "--minutes", defaultValue = "30", description = DEFAULT)
        int minutes;

        @Option(names = "--orders", defaultValue = "20", description = "a second " + DEFAULT)
        int orders;

        @Option(names = "--guests", defaultValue = "30", description = "a minute " + DEFAULT)
        int guests;

        @Option(names = "--screens", defaultValue = "100", description = DEFAULT
                + "; as many more come and go")
        int screens;
    }

    private final Load.Where where;
    private final How how;
    private final String token;
    private final ComandaFeed feed;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong guests = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private Soak(Load.Where where, How how) throws Exception {
        this.where = where;
        this.how = how;
        this.token = Shop.signIn(where.url, where.username, Load.password());
        this.feed = new ComandaFeed(where.url, token, where.jvmPid);
    }

    static int run(Load.Where where, How how) throws Exception {
        Shop shop = where.shop();
        shop.prepare();
        try (Connection db = shop.session(); Statement sql = db.createStatement()) {
            sql.executeUpdate(GUESTS); // whose orders are none of the tills'
        }
        Books books = new Books(shop);
        books.prune();
        return new Soak(where, how).run(books, shop);
    }

    private int run(Books books, Shop shop) throws Exception {
        for (int seat = 1; seat <= SEATS; seat++) {
            call("/api/coworking/seats", """
                {"code":"LOAD%d","kind":"desk","name":"Carga %d","capacity":1}"""
                    .formatted(seat, seat), false);
        }
        List<Vitals> minutes = new ArrayList<>();
        Audience staying = ScreensBench.audience(feed);
        Audience passing = ScreensBench.audience(feed);
        ScheduledExecutorService people = Executors.newScheduledThreadPool(TILLS + 2);
        try (Screens screens = new Screens(); Screens others = new Screens()) {
            screens.open(staying, how.screens, ScreensBench.WAVE);
            for (int till = 0; till < TILLS; till++) {
                Feed.Writer writer = feed.writer(till);
                every(people, TILLS * 1_000_000L / how.orders, writer::post);
            }
            every(people, 60_000_000L / how.guests, this::guest);
            every(people, 20_000_000L, () -> comeAndGo(others, passing));
            System.out.println(Vitals.HEAD);
            for (int minute = 1; minute <= how.minutes; minute++) {
                TimeUnit.MINUTES.sleep(1);
                minutes.add(Vitals.of(minute, feed.pid(), shop));
                System.out.println(minutes.getLast());
            }
        } finally {
            people.shutdown();
            people.awaitTermination(1, TimeUnit.MINUTES);
            feed.close();
        }
        feed.tell(books);
        System.out.printf(Locale.ROOT,
                "%n%,d guests came and paid; screens had to come again %,d times%n",
                guests.get(), again.get());
        List<String> grown = Vitals.grown(minutes);
        if (failures.get() > 0) {
            grown.add(failures + " calls were refused or broke");
        }
        if (staying.ended() > 0) {
            grown.add(staying.ended() + " screens were cut that should have stayed");
        }
        String examined = call("/api/system/doctor", "", true);
        if (!examined.contains("\"good\":true")) {
            grown.add("the doctor: " + examined);
        }
        grown.forEach(System.out::println);
        return Math.max(Load.report(books), grown.isEmpty() ? 0 : 1);
    }

    private interface Deed {
        Object act() throws Exception;
    }

    private void every(ScheduledExecutorService people, long micros, Deed deed) {
        var _ = people.scheduleAtFixedRate(() -> {
            try {
                deed.act();
            } catch (Exception e) {
                failures.incrementAndGet();
                System.out.println(e);
            }
        }, 0, micros, TimeUnit.MICROSECONDS);
    }

    /** Sits down, takes something, pays and leaves. */
    private long guest() throws IOException, InterruptedException {
        String seat = "LOAD" + (guests.get() % SEATS + 1);
        String session = id(call("/api/coworking/sessions", """
            {"seat":"%s","guestName":"Carga","people":1,"tariff":"hourly"}""".formatted(seat),
                true));
        call("/api/coworking/sessions/" + session + "/extras",
                "{\"sku\":\"LOAD-001\",\"quantity\":1}", true);
        call("/api/coworking/sessions/" + session + "/checkout", """
            {"register":"GUESTS","tenders":[{"method":"card"}]}""", true);
        return guests.incrementAndGet();
    }

    /** Who is not let in, on a machine too busy to sign in within five seconds, comes again. */
    private Object comeAndGo(Screens others, Audience passing) throws Exception {
        others.cut(passing);
        try {
            others.open(passing, how.screens, ScreensBench.WAVE);
        } catch (ExecutionException notNow) {
            again.incrementAndGet();
        }
        return passing;
    }

    private static String id(String answer) {
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException(answer);
        }
        return id.group(1);
    }

    private String call(String path, String body, boolean must)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(where.url.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (must && answer.statusCode() >= 300) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
