package dev.comanda.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a server and its database hold at one moment.
 *
 * @param liveMb on the heap after a collection
 * @param connections of others than this load
 * @param events in the log, after those of more than two minutes ago were pruned
 * @param orders in the books
 */
record Vitals(int minute, double residentMb, double liveMb, long threads, long files,
        long connections, double databaseMb, long events, long orders) {

    static final String HEAD = "minute  resident MB  live MB  threads  files  connections"
            + "  database MB  events kept  orders";

    private static final double MB = 1 << 20;
    /** A page here and there is no leak; a tenth more in the second half of a run is. */
    private static final double DRIFT = 1.10;
    private static final int A_FEW = 8;
    private static final String PRUNE = """
        SELECT prune_events(now() - interval '2 minutes', 1000)
        """;
    private static final String COUNT = """
        SELECT (SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name <> 'comanda-load'),
               pg_database_size(current_database()),
               (SELECT count(*) FROM events),
               (SELECT sum(last_receipt_number) FROM registers)
        """;

    static Vitals of(int minute, long pid, Shop shop)
            throws IOException, InterruptedException, SQLException {
        double live = Memory.live(pid);
        try (Connection db = shop.session(); Statement sql = db.createStatement()) {
            boolean more = true;
            while (more) {
                try (ResultSet pruned = sql.executeQuery(PRUNE)) {
                    pruned.next();
                    more = pruned.getInt(1) > 0;
                }
            }
            try (ResultSet row = sql.executeQuery(COUNT)) {
                row.next();
                return new Vitals(minute, Memory.resident(pid) / MB, live / MB,
                        entries(pid, "task"), entries(pid, "fd"), row.getLong(1),
                        row.getLong(2) / MB, row.getLong(3), row.getLong(4));
            }
        }
    }

    /** What the second half of a run has more of than its second quarter. */
    static List<String> grown(List<Vitals> minutes) {
        List<String> grown = new ArrayList<>();
        if (minutes.size() < 4) {
            grown.add("too short to tell whether anything grows: " + minutes.size() + " minutes");
            return grown;
        }
        check(grown, "resident MB", minutes, Vitals::residentMb, 0);
        check(grown, "live MB", minutes, Vitals::liveMb, 1);
        check(grown, "threads", minutes, Vitals::threads, A_FEW);
        check(grown, "files", minutes, Vitals::files, A_FEW);
        check(grown, "connections", minutes, Vitals::connections, A_FEW);
        check(grown, "events kept", minutes, Vitals::events, A_FEW);
        return grown;
    }

    private static void check(List<String> grown, String what, List<Vitals> minutes,
            ToDoubleFunction<Vitals> value, double tolerance) {
        int all = minutes.size();
        double before = median(minutes.subList(all / 4, all / 2), value);
        double after = median(minutes.subList(3 * all / 4, all), value);
        System.out.printf(Locale.ROOT, "%-12s %8.1f in the second quarter, %8.1f in the last%n",
                what, before, after);
        if (after > before * DRIFT + tolerance) {
            grown.add("GROWN: " + what);
        }
    }

    private static double median(List<Vitals> minutes, ToDoubleFunction<Vitals> value) {
        return Measure.median(minutes.stream().mapToDouble(value).toArray());
    }

    private static long entries(long pid, String folder) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            return all.count();
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%6d %12.0f %8.1f %8d %6d %12d %12.0f %12d %7d", minute,
                residentMb, liveMb, threads, files, connections, databaseMb, events, orders);
    }
}
