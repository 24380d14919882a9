package dev.comanda.crash;

import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What all screens of a run share.
 *
 * @param port       of the line that leads to the servers
 * @param violations how the server broke its side of the rule
 * @param counts     what happened how often
 */
record Hall(HttpClient http, int port, BooleanSupplier open, Queue<String> violations,
        Map<String, Integer> counts) {

    private static final List<String> TOPICS = List.of("coworking", "orders", "catalog");

    Hall(HttpClient http, int port, BooleanSupplier open) {
        this(http, port, open, new ConcurrentLinkedQueue<>(), new ConcurrentHashMap<>());
    }

    /** Where a topic ended, and what it must look like there. */
    record End(long seq, String digest) {

        @Override
        public String toString() {
            return Long.toString(seq);
        }
    }

    /** Where each topic ended, by name, once every event has its number. */
    static Map<String, End> ends(Connection books) throws SQLException {
        Map<String, End> ends = new TreeMap<>();
        try (PreparedStatement sql = books.prepareStatement(
                "SELECT seq, settled, digest FROM topic_snapshot(1, ?)")) {
            for (String topic : TOPICS) {
                sql.setString(1, topic);
                while (!ends.containsKey("main." + topic)) {
                    try (ResultSet row = sql.executeQuery()) {
                        row.next();
                        if (row.getBoolean("settled")) {
                            ends.put("main." + topic,
                                    new End(row.getLong("seq"), row.getString("digest")));
                        }
                    }
                }
            }
        }
        return ends;
    }

    /** Screens by turns for each topic, each with a token of its own, that does not expire. */
    List<Follower> enrol(int screens, Wire wire, long seed) {
        return IntStream.range(0, screens).mapToObj(i -> new Follower(this,
                "main." + TOPICS.get(i % TOPICS.size()), wire.enrol("pared-" + i),
                seed + 1000 + i)).toList();
    }

    /** Lets it watch; where it meets something that it cannot read, the server is wrong. */
    Thread seat(Follower screen) {
        return Thread.ofVirtual().uncaughtExceptionHandler(
                (_, wrong) -> violations.add(screen.topic() + ": " + wrong)).start(screen);
    }

    /** Until all have come as far as their topics did; after how many milliseconds. */
    long awaitAll(List<Follower> screens, Map<String, End> ends, Duration limit) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < limit.toNanos() && violations.isEmpty()
                && !screens.stream().allMatch(screen -> screen.hasReached(ends))) {
            LockSupport.parkNanos(10_000_000);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
