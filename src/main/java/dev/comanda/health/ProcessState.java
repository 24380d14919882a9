package dev.comanda.health;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process as the platform sees it. Sizes in MiB.
 *
 * @param residentMb what counts against the platform's limit; {@code null} where it is not Linux
 */
record ProcessState(long uptimeSeconds, long heapUsedMb, long heapMaxMb, long otherUsedMb,
        @Nullable Long residentMb, int platformThreads) {

    private static final Path STATUS = Path.of("/proc/self/status");

    static ProcessState now() {
        var memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        return new ProcessState(ManagementFactory.getRuntimeMXBean().getUptime() / 1000,
                mb(heap.getUsed()), mb(heap.getMax()), mb(memory.getNonHeapMemoryUsage().getUsed()),
                resident(), ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static @Nullable Long resident() {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static long mb(long bytes) {
        return bytes >> 20;
    }
}
