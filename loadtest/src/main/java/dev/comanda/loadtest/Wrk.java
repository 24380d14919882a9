package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;
import dev.comanda.loadtest.Measure.Latency;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** HTTP by wrk, which leaves nearly all of the machine to the server. */
final class Wrk implements Tills {

    private final URI server;
    private final String token;
    private final Path script;

    Wrk(URI server, String token, Path script) {
        this.server = server;
        this.token = token;
        this.script = script;
    }

    static boolean isInstalled() {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            return true;
        } catch (IOException notFound) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String name() {
        return "HTTP by wrk";
    }

    @Override
    public Measure sell(Run run, int tills, int seconds, long replayed) throws Exception {
        ProcessBuilder wrk = new ProcessBuilder("wrk", "-t" + tills, "-c" + tills,
                "-d" + seconds + "s", "-s", script.toString(), server.toString())
                .redirectErrorStream(true);
        wrk.environment().putAll(Map.of("COMANDA_TOKEN", token, "LOAD_RUN",
                Integer.toString(run.number()), "LOAD_BASE_MS", Long.toString(run.baseMs()),
                "LOAD_HOT", run.hot() ? "1" : "0", "LOAD_REPLAY", Long.toString(replayed)));
        Process process = wrk.start();
        String output = new String(process.getInputStream().readAllBytes(),
                StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().filter(line -> line.startsWith("RESULT ")).map(Wrk::read).findFirst()
                .orElseThrow(() -> new IOException("wrk says: " + output));
    }

    private static Measure read(String line) {
        String[] part = line.split(" ");
        long refused = Long.parseLong(part[3]);
        List<Long> sent = Arrays.stream(part[8].split(",")).map(Long::valueOf).toList();
        return new Measure(Long.parseLong(part[1]) - refused, Double.parseDouble(part[2]) / 1e6,
                refused + Long.parseLong(part[4]), new Latency(ms(part[5]), ms(part[6]),
                        ms(part[7])),
                sent, 0, 0, 0);
    }

    private static double ms(String micros) {
        return Double.parseDouble(micros) / 1000;
    }
}
