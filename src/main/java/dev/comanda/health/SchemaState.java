package dev.comanda.health;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this release misses in the database. A newer schema misses nothing: during a deploy, and
 * after going back to the former release, the code is older than the schema.
 *
 * @param version   of the newest migration that went through, {@code none} without any
 * @param missing   versions of this release's migrations that did not
 * @param functions that are called and are not there
 * @param indexes   of this release that a build left invalid
 */
record SchemaState(String version, List<String> missing, List<String> functions,
        List<String> indexes) {

    /** Compares what the database has with what this release brings. */
    static SchemaState of(Release release, Set<String> applied, List<String> missingFunctions,
            List<String> invalidIndexes) {
        return new SchemaState(applied.stream().sorted().reduce("none", (_, newer) -> newer),
                release.migrations().stream().filter(v -> !applied.contains(v)).toList(),
                missingFunctions, invalidIndexes.stream().filter(release::mentions).toList());
    }

    boolean complete() {
        return missing.isEmpty() && functions.isEmpty() && indexes.isEmpty();
    }

    /** What is wrong, in names that everybody may read in the source. */
    List<String> faults() {
        return Stream.of(missing.stream().map(version -> "migration V" + version + " is missing"),
                functions.stream().map(name -> "function " + name + " is missing"),
                indexes.stream().map(name -> "index " + name + " is invalid"))
                .flatMap(faults -> faults).toList();
    }

    /** What an operator does about it, one line each (R 4.19, R 4.20). */
    List<String> remedies() {
        return Stream.of(
                missing.isEmpty() ? Stream.<String>of() : Stream.of("run: bin/comanda migrate"),
                functions.stream().map(name -> "run CREATE FUNCTION " + name + " again, from the"
                        + " newest file in db/migration that has it"),
                indexes.stream().map(name -> "run: REINDEX INDEX CONCURRENTLY " + name))
                .flatMap(lines -> lines).toList();
    }
}
