package dev.comanda.migration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a schema has and should not have, and the other way round.
 *
 * @param missing what should be there and is not, or not so
 * @param unknown what is there and nobody made; an index of an operator's own is no fault
 */
record SchemaDifference(List<String> missing, List<String> unknown) {

    private static final int SHOWN = 160;

    static SchemaDifference between(Schema expected, Schema actual) {
        Set<String> should = facts(expected);
        Set<String> is = facts(actual);
        return new SchemaDifference(without(should, is), without(is, should));
    }

    /** What a migration adds and takes away, held against what is there. */
    static SchemaDifference ofMigration(Schema before, Schema after, Schema actual) {
        Set<String> was = facts(before);
        Set<String> becomes = facts(after);
        Set<String> is = facts(actual);
        Set<String> added = new LinkedHashSet<>(becomes);
        added.removeAll(was);
        Set<String> gone = new LinkedHashSet<>(was);
        gone.removeAll(becomes);
        gone.retainAll(facts(actual.withInvalidIndexes()));
        return new SchemaDifference(without(added, is), List.copyOf(shown(gone)));
    }

    boolean none() {
        return missing.isEmpty();
    }

    private static Set<String> facts(Schema schema) {
        return new LinkedHashSet<>(schema.facts());
    }

    private static List<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(some);
        rest.removeAll(others);
        return shown(rest);
    }

    private static List<String> shown(Set<String> facts) {
        List<String> lines = new ArrayList<>();
        for (String fact : facts) {
            String line = fact.replaceAll("\\s+", " ");
            lines.add(line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
        }
        return lines;
    }
}
