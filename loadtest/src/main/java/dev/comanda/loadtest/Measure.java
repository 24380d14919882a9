package dev.comanda.loadtest;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * What one run showed.
 *
 * @param answers  how many were answered as they should be
 * @param failures answers of 400 and above and broken connections; any makes the run worthless
 * @param sent     per till, how many orders it began
 * @param clientCpu,jvmCpu,postgresCpu seconds of CPU; NaN where the process is out of sight
 */
record Measure(long answers, double seconds, long failures, Latency latency, List<Long> sent,
        double clientCpu, double jvmCpu, double postgresCpu) {

    /** In milliseconds, corrected as wrk corrects its own. */
    record Latency(double p50, double p95, double p99) {

        /**
         * A till that waited could not send meanwhile, so a long wait also stands for those it kept
         * from happening (coordinated omission): wrk adds them at distances of the mean, and so do
         * we, else its percentiles and ours could not be compared.
         */
        static Latency of(List<long[]> nanosByTill) {
            long[] all = nanosByTill.stream().flatMapToLong(Arrays::stream).toArray();
            long mean = Math.max(1, (long) Arrays.stream(all).average().orElse(1));
            long[] corrected = Arrays.stream(all).flatMap(n -> n < 2 * mean
                    ? LongStream.of(n)
                    : LongStream.iterate(n, m -> m > mean, m -> m - mean))
                    .sorted().toArray();
            return new Latency(at(corrected, 0.50), at(corrected, 0.95), at(corrected, 0.99));
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.min(sorted.length - 1L,
                            (long) (share * sorted.length))] / 1e6;
        }
    }

    /** The client's share is this JVM's and that of the generators it started. */
    Measure withCpu(Cpu.Used used) {
        return new Measure(answers, seconds, failures, latency, sent,
                used.own() + used.ownChildren(), used.jvm(), used.postgres());
    }

    double perSecond() {
        return answers / seconds;
    }

    double jvmPer1000() {
        return jvmCpu * 1000 / answers;
    }

    double postgresPer1000() {
        return postgresCpu * 1000 / answers;
    }

    double clientPer1000() {
        return clientCpu * 1000 / answers;
    }

    static double median(List<Measure> runs, ToDoubleFunction<Measure> value) {
        return median(runs.stream().mapToDouble(value).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
