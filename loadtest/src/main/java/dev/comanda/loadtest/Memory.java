package dev.comanda.loadtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds, in bytes; NaN where it cannot be seen from here. */
final class Memory {

    private Memory() {}

    /** In RAM, with all that its heap has ever grown to and not given back. */
    static double resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.split("\\s+")[1]))
                    .findFirst().orElse(Double.NaN);
        } catch (IOException ended) {
            return Double.NaN;
        }
    }

    /** On a JVM's heap after a collection of all of it. */
    static double live(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return output.lines().filter(line -> line.startsWith("Total"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[2])).findFirst()
                .orElse(Double.NaN);
    }
}
