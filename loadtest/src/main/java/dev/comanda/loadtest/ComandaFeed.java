package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Comanda: an order of three lines is posted, screens follow {@code /topic/main.orders}. */
final class ComandaFeed implements Feed {

    private final URI server;
    private final String token;
    private final long pid;
    private final Run run = new Run(0, System.currentTimeMillis(), false);
    private final Map<Integer, Till> tills = new ConcurrentHashMap<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private final class Till implements Writer {
        private final int number;
        private final Loop.Till line;
        private long sent;

        Till(int number) {
            this.number = number;
            this.line = new JavaTills(server, token).open();
        }

        @Override
        public synchronized boolean post() throws Exception {
            boolean sold = line.sell(Cart.of(run, number, sent++));
            (sold ? answers : failures).incrementAndGet();
            return sold;
        }
    }

    ComandaFeed(URI server, String token, @Nullable Long pid) {
        this.server = server;
        this.token = token;
        OptionalLong listener = Cpu.listener(server.getPort());
        this.pid = pid == null ? listener.orElseThrow() : pid;
    }

    /** Tells the books what was sold. */
    void tell(Books books) {
        List<Long> sent = new TreeMap<>(tills).values().stream().map(till -> till.sent).toList();
        books.add(run, new Measure(answers.get(), 0, failures.get(),
                new Measure.Latency(0, 0, 0), sent, 0, 0, 0));
    }

    @Override
    public String name() {
        return "Comanda";
    }

    @Override
    public Wire wire() {
        return Wire.STOMP;
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public double liveBytes() throws Exception {
        return Memory.live(pid);
    }

    @Override
    public Writer writer(int number) {
        return tills.computeIfAbsent(number, Till::new);
    }

    @Override
    public void close() throws Exception {
        for (Till till : tills.values()) {
            till.line.close();
        }
    }
}
