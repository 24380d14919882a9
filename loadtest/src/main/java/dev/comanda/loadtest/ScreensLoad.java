package dev.comanda.loadtest;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code bin/load screens}: which parts, beside what. */
final class ScreensLoad {

    private static final String DEFAULT = "(${DEFAULT-VALUE})";

    /** How long, how many. */
    static final class How {

        @Option(names = "--parts", split = ",", defaultValue = "compare,storm,frozen", description = DEFAULT)
        List<String> parts = List.of();

        @Option(names = "--screens", split = ",", defaultValue = "1,100,1000,5000", description = DEFAULT)
        List<Integer> screens = List.of();

        @Option(names = "--rounds", defaultValue = "3", description = DEFAULT)
        int rounds;

        @Option(names = "--events", defaultValue = "100", description = DEFAULT)
        int events;

        @Option(names = "--seconds", defaultValue = "5", description = DEFAULT)
        int seconds;

        @Option(names = "--warm-up", defaultValue = "15", description = DEFAULT)
        int warmUp;

        @Option(names = "--reference", defaultValue = "loadtest/target/reference", description = "where npm installed ws and socket.io (${DEFAULT-VALUE})")
        Path reference = Path.of("");

        @Option(names = "--second-url", description = "another instance on the same database")
        @Nullable
        URI second;
    }

    private ScreensLoad() {}

    static int run(Load.Where where, How how) throws Exception {
        Shop shop = where.shop();
        shop.prepare();
        Books books = new Books(shop);
        String token = Shop.signIn(where.url, where.username, Load.password());
        List<Feed> feeds = new ArrayList<>();
        ComandaFeed comanda = new ComandaFeed(where.url, token, where.jvmPid);
        feeds.add(comanda);
        try (Screens screens = new Screens()) {
            ScreensBench bench = new ScreensBench(screens, System.out);
            Path script = Path.of(System.getProperty("load.reference", ""));
            if (how.parts.contains("compare") && Files.exists(how.reference)) {
                feeds.add(new NodeFeed("ws", Wire.WS, script, how.reference));
                feeds.add(new NodeFeed("Socket.IO", Wire.SOCKET_IO, script, how.reference));
            }
            bench.warmUp(feeds, 200, how.warmUp);
            ScreensBench.Plan plan = new ScreensBench.Plan(how.screens, how.rounds, how.events,
                    how.seconds);
            if (how.parts.contains("compare")) {
                bench.compare(feeds, plan);
            }
            ScreensTrials trials = new ScreensTrials(screens, bench, System.out);
            if (how.parts.contains("storm")) {
                trials.storm(comanda, 1_000, how.rounds, how.seconds);
            }
            if (how.parts.contains("frozen")) {
                trials.frozen(comanda, how.screens.getLast(), plan);
            }
            if (how.second != null) {
                ComandaFeed second = new ComandaFeed(how.second, token, null);
                trials.second(comanda, second, how.screens.getLast(), plan);
            }
        } finally {
            for (Feed feed : feeds) {
                feed.close();
            }
        }
        comanda.tell(books);
        return Load.report(books);
    }
}
