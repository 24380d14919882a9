package dev.comanda.ops;

import java.util.Locale;
import java.util.Properties;

/**
 * One figure held against its two limits.
 *
 * @param look above it, somebody should look
 * @param rollBack above it, the deploy should go back
 */
record Vital(String name, double value, double look, double rollBack) {

    static Vital of(String name, double value, Properties limits) {
        return new Vital(name, value, limit(limits, name + ".look"),
                limit(limits, name + ".roll-back"));
    }

    /** 0 go, 1 look, 2 roll back. */
    int verdict() {
        return value > rollBack ? 2 : value > look ? 1 : 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-9s %-28s %10.1f  (look > %.1f, roll back > %.1f)",
                switch (verdict()) {
                    case 0 -> "go";
                    case 1 -> "look";
                    default -> "ROLL BACK";
                }, name, value, look, rollBack);
    }

    private static double limit(Properties limits, String name) {
        String text = limits.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException("The thresholds have no " + name);
        }
        return Double.parseDouble(text);
    }
}
