package dev.comanda.ops;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters of one moment, as {@code /metrics} gives them. */
record Scrape(Map<String, Double> values) {

    private static final Pattern LINE = Pattern
            .compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{.*})?) (\\S+)");
    private static final Pattern LE = Pattern.compile("le=\"([^\"]+)\"");

    static Scrape of(String text) {
        Map<String, Double> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                values.put(found.group(1), number(found.group(2)));
            }
        }
        return new Scrape(values);
    }

    /** The sum of all series of a name whose labels contain a text. */
    double sum(String name, String label) {
        return values.entrySet().stream()
                .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
                .filter(e -> e.getKey().contains(label)).mapToDouble(Map.Entry::getValue).sum();
    }

    /**
     * The upper bound of the bucket that 95 of 100 of a histogram's new values are below.
     *
     * @return in milliseconds, infinite above the last bucket, 0 where nothing is new
     */
    static double p95(Scrape before, Scrape after, String histogram, String label) {
        Map<Double, Double> buckets = new TreeMap<>();
        after.values.forEach((series, count) -> {
            Matcher bound = LE.matcher(series);
            if (series.startsWith(histogram + "_bucket{") && series.contains(label)
                    && bound.find()) {
                buckets.merge(number(bound.group(1)),
                        count - before.values.getOrDefault(series, 0.0), Double::sum);
            }
        });
        double all = buckets.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return buckets.entrySet().stream()
                .filter(bucket -> all > 0 && bucket.getValue() >= 0.95 * all)
                .mapToDouble(bucket -> bucket.getKey() * 1000).findFirst().orElse(0);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
