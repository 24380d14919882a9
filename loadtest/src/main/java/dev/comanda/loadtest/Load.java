package dev.comanda.loadtest;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** The command line behind {@code bin/load}. */
@Command(name = "load", mixinStandardHelpOptions = true)
final class Load {

    private static final String DEFAULT = "(${DEFAULT-VALUE})";
    private static final String SELLER = "whose password is $COMANDA_PASSWORD (${DEFAULT-VALUE})";
    private static final String DATA = "of a server with its own PostgreSQL (${DEFAULT-VALUE})";
    private static final String SEED = "writes N orders of the past year into every table, by SQL";
    private static final String SPREADS = "spread,hot";

    /** Which shop; the password comes by COMANDA_PASSWORD, never on the command line. */
    static final class Where {

        @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = DEFAULT)
        URI url = URI.create("");

        @Option(names = "--username", defaultValue = "admin", description = SELLER)
        String username = "";

        @Option(names = "--data", defaultValue = "data", description = DATA)
        Path data = Path.of("");

        @Option(names = "--database-url", description = "postgres://user:password@host:port/name")
        @Nullable
        String databaseUrl;

        @Option(names = "--jvm-pid", description = "where the port does not tell")
        @Nullable
        Long jvmPid;

        Shop shop() throws Exception {
            return Shop.find(databaseUrl, data);
        }
    }

    /** How long, how many. */
    static final class How {

        @Option(names = "--clients", split = ",", defaultValue = "1,8,16,32", description = DEFAULT)
        List<Integer> clients = List.of();

        @Option(names = "--products", split = ",", defaultValue = SPREADS, description = DEFAULT)
        List<String> products = List.of();

        @Option(names = "--rounds", defaultValue = "3", description = DEFAULT)
        int rounds;

        @Option(names = "--seconds", defaultValue = "8", description = DEFAULT)
        int seconds;

        @Option(names = "--warm-up", defaultValue = "40", description = DEFAULT)
        int warmUp;

        @Option(names = "--java", description = "generate HTTP load from Java even if wrk is there")
        boolean java;

        Bench.Plan plan() {
            return new Bench.Plan(clients, products.stream().map("hot"::equals).toList(), rounds,
                    seconds);
        }
    }

    private interface Work {

        void with(Bench bench) throws Exception;
    }

    @Command(mixinStandardHelpOptions = true, description = "HTTP against direct calls; replays")
    int bench(@Mixin Where where, @Mixin How how,
            @Option(names = "--replay-clients", defaultValue = "16") int replayClients)
            throws Exception {
        return measured(where, how, bench -> {
            bench.firstAnswers(how.plan());
            bench.replays(how.plan(), replayClients);
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "what numbering events costs")
    int feed(@Mixin Where where, @Mixin How how) throws Exception {
        try (Numbering numbering = new Numbering(where.shop().session())) {
            return measured(where, how, bench -> bench.feed(how.plan(), numbering));
        }
    }

    @Command(mixinStandardHelpOptions = true, description = "p95 now and after seed-orders")
    int flat(@Mixin Where where, @Mixin How how,
            @Option(names = "--orders", defaultValue = "5000000") long orders) throws Exception {
        return measured(where, how, bench -> {
            List<double[]> before = bench.p95(how.plan());
            new SeedOrders(where.shop(), System.out).fill(orders);
            bench.warmUp(how.warmUp / 4, how.clients.getLast());
            List<double[]> after = bench.p95(how.plan());
            System.out.printf(Locale.ROOT,
                    """

                        | clients | direct p95 | later | ratio | HTTP p95 | later | ratio |
                        |--:|--:|--:|--:|--:|--:|--:|
                        """);
            for (int i = 0; i < before.size(); i++) {
                double[] b = before.get(i);
                double[] a = after.get(i);
                System.out.printf(Locale.ROOT,
                        "| %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |%n", how.clients.get(i),
                        b[0], a[0], a[0] / b[0], b[1], a[1], a[1] / b[1]);
            }
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "POST to the last of many screens")
    int screens(@Mixin Where where, @Mixin ScreensLoad.How how) throws Exception {
        return ScreensLoad.run(where, how);
    }

    @Command(mixinStandardHelpOptions = true, description = "a steady shop; then: what has grown?")
    int soak(@Mixin Where where, @Mixin Soak.How how) throws Exception {
        return Soak.run(where, how);
    }

    @Command(mixinStandardHelpOptions = true, description = "adds products and registers")
    int prepare(@Mixin Where where) throws Exception {
        where.shop().prepare();
        return 0;
    }

    @Command(name = "seed-orders", mixinStandardHelpOptions = true, description = SEED)
    int seedOrders(@Mixin Where where, @Parameters(paramLabel = "N") long orders)
            throws Exception {
        where.shop().prepare();
        Books books = new Books(where.shop());
        new SeedOrders(where.shop(), System.out).fill(orders);
        return report(books);
    }

    private static int measured(Where where, How how, Work work) throws Exception {
        Shop shop = where.shop();
        shop.prepare();
        Books books = new Books(shop);
        String token = Shop.signIn(where.url, where.username, password());
        Path script = Path.of(System.getProperty("load.wrk", "loadtest/wrk/orders.lua"));
        Tills http = !how.java && Wrk.isInstalled() && Files.exists(script)
                ? new Wrk(where.url, token, script)
                : new JavaTills(where.url, token);
        try (Direct direct = new Direct(shop); Connection watched = shop.session()) {
            Cpu cpu = Cpu.of(where.url.getPort(), where.jvmPid, backend(watched));
            System.out.println(http.name() + (http instanceof JavaTills && !how.java
                    ? " (wrk is missing: apt install wrk)"
                    : "") + (cpu.seesBoth() ? "" : "; NaN: process out of sight from here"));
            Bench bench = new Bench(direct, http, cpu, books, System.out);
            bench.warmUp(how.warmUp, 16);
            work.with(bench);
        }
        return report(books);
    }

    static String password() {
        String password = System.getenv("COMANDA_PASSWORD");
        if (password == null) {
            throw new Unusable("COMANDA_PASSWORD is not set: it is the password of --username");
        }
        return password;
    }

    static int report(Books books) throws Exception {
        List<String> wrong = books.check();
        System.out.println();
        wrong.forEach(System.out::println);
        System.out.println(wrong.isEmpty() ? books.summary() : "the figures above do not count");
        return wrong.isEmpty() ? 0 : 1;
    }

    private static long backend(Connection session) throws Exception {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A sentence where whoever calls can mend it, a stack trace where we have to. */
    private static int explain(Exception failure, CommandLine line, ParseResult parsed)
            throws Exception {
        boolean refused = failure instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).matches("(08|28|3D).*");
        if (!refused && !(failure instanceof Unusable)) {
            throw failure;
        }
        line.getErr().println(failure.getMessage());
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Load()).setExecutionExceptionHandler(Load::explain)
                .execute(arguments));
    }
}
